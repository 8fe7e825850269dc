"""Badges on paper: rendered, looked at and read back."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from threading import Thread

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.colors import Color

from festa.badges.background import COLOURS
from festa.badges.code import show_short
from festa.badges.face import BadgeFace, Layout, RoleKind
from festa.badges.fonts import drawable
from festa.badges.pdf import draw_badges, draw_one
from festa.badges.plates import SHEETS, Plate
from festa.badges.qr import MODULES, QUIET_MODULES
from tests.unit.badges.people import ROLES, a_face, many_faces

DPI = 100
COLOURED = [layout for layout in Layout if layout is not Layout.LABEL_62]


def drawn(faces: list[BadgeFace], layout: Layout) -> bytes:
    out = BytesIO()
    assert draw_badges(faces, layout, out) == len(faces)
    return out.getvalue()


def pages(pdf: bytes, dpi: int = DPI) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil()


def codes_on(image: Image.Image) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode))


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join("\n".join(texts).split())


def seen_at(image: Image.Image, x: float, y: float, dpi: int = DPI) -> tuple[int, ...]:
    """The colour of a point given in points from the page's bottom left."""
    return image.getpixel((int(x / 72 * dpi), image.height - 1 - int(y / 72 * dpi)))


def rgb(colour: Color) -> tuple[int, ...]:
    return tuple(round(part * 255) for part in colour.rgb())


@pytest.mark.parametrize("layout", [Layout.A6, Layout.A4_SHEET])
def test_two_hundred_of_two_hundred_badges_are_read_back(layout: Layout) -> None:
    faces = many_faces(200)
    read = [code for image in pages(drawn(faces, layout)) for code in codes_on(image)]
    assert Counter(code.text for code in read) == Counter(face.code for face in faces)
    assert {code.ec_level for code in read} == {"M"}


HARD_NAMES = (
    "김",
    "洪吉童",
    "諸葛孔明",
    "𠮷田龘",
    "남궁선영희황보제갈사공독고",
    "Maria Fernanda dos Santos Oliveira-Rodrigues de Albuquerque",
    "Wolfeschlegelsteinhausenbergerdorff",
    "가" * 60,
)


@pytest.mark.parametrize("layout", Layout)
def test_hard_names_are_whole_and_their_codes_are_read_back(layout: Layout) -> None:
    faces = [
        a_face(kind, name=HARD_NAMES[number % len(HARD_NAMES)], line1="가" * 40, line2="나" * 40)
        for number, kind in enumerate(list(RoleKind) * 10)
    ]  # 40 on each of five papers: 200
    pdf = drawn(faces, layout)
    read = Counter(code.text for image in pages(pdf) for code in codes_on(image))
    sides = 2 if layout is Layout.A4_FOLD else 1
    assert read == Counter([face.code for face in faces] * sides)
    letters = _letters(text_of(pdf))
    for name in HARD_NAMES:
        assert _letters(drawable(name)) in letters


def _letters(text: str) -> str:
    """The letters alone: a line may end at a space or a hyphen of a name."""
    return "".join(sign for sign in text if sign.isalnum())


def test_a_lanyard_without_a_name_shows_its_number_and_is_read_back() -> None:
    for layout in Layout:
        face = a_face(name="", line1="", line2="", number="0012", number_label="이름")
        (image,) = pages(draw_one(face, layout))
        assert {code.text for code in codes_on(image)} == {face.code}
        assert "#0012" in text_of(draw_one(face, layout))


@pytest.mark.parametrize("layout", Layout)
def test_the_qr_and_the_number_of_every_badge_are_black(layout: Layout) -> None:
    """With a name or without: a grey QR is read late, or not at all, in the light of a hall."""
    sheet = SHEETS[layout]
    plate, spot = sheet.plate, sheet.spots[0][0]
    side = plate.qr_side / MODULES
    for face in (a_face(), a_face(name="", line1="", line2="", number="7", number_label="이름")):
        (image,) = pages(draw_one(face, layout), dpi=300)
        finder = (spot.x + plate.qr_x + side * 3.5, spot.y + plate.qr_y + side * 3.5)
        assert seen_at(image, *finder, dpi=300) == (0, 0, 0)
        assert _darkest(image, spot.x, spot.y + plate.number_y, plate) == (0, 0, 0)


def _darkest(image: Image.Image, left: float, foot: float, plate: Plate) -> tuple[int, ...]:
    """The darkest colour of the line that the last digits of the short code stand on."""
    height = foot + plate.number_size * 0.35
    ends = left + plate.number_x
    row = [seen_at(image, ends - step / 4, height, dpi=300) for step in range(120)]
    return min(row, key=sum)


@pytest.mark.parametrize("layout", [Layout.LABEL_62, Layout.LABEL_4X3])
def test_labels_are_read_back(layout: Layout) -> None:
    faces = many_faces(12)
    read = [code.text for image in pages(drawn(faces, layout)) for code in codes_on(image)]
    assert read == [face.code for face in faces]


def test_a_folded_sheet_shows_the_same_badge_on_both_sides() -> None:
    face = a_face()
    (image,) = pages(draw_one(face, Layout.A4_FOLD))
    assert [code.text for code in codes_on(image)] == [face.code, face.code]
    lower_half = image.crop((0, image.height // 2, image.width, image.height))
    assert len(codes_on(lower_half)) == 2


def test_an_a4_sheet_takes_four_and_the_last_may_take_fewer() -> None:
    found = [len(codes_on(image)) for image in pages(drawn(many_faces(10), Layout.A4_SHEET))]
    assert found == [4, 4, 2]


@pytest.mark.parametrize("layout", Layout)
def test_pages_have_the_size_of_their_paper(layout: Layout) -> None:
    with pypdfium2.PdfDocument(draw_one(a_face(), layout)) as document:
        size = document[0].get_size()
    millimetres = tuple(round(points / 72 * 25.4, 1) for points in size)
    assert (
        millimetres
        == {
            Layout.A6: (105, 148),
            Layout.A4_SHEET: (210, 297),
            Layout.A4_FOLD: (210, 297),
            Layout.LABEL_62: (62, 100),
            Layout.LABEL_4X3: (101.6, 76.2),
        }[layout]
    )


@pytest.mark.parametrize("layout", [Layout.A6, Layout.LABEL_62, Layout.LABEL_4X3])
@pytest.mark.parametrize("name", ["남궁선영희", "Maria Fernanda dos Santos Oliveira-Rodrigues"])
def test_nothing_stands_in_the_quiet_zone(layout: Layout, name: str) -> None:
    plate = SHEETS[layout].plate
    face = a_face(RoleKind.RECRUITER, name=name, line1="가" * 30, line2="나" * 30)
    (image,) = pages(draw_one(face, layout), dpi=300)
    around = _crop(image, plate, plate.quiet * 0.98)
    within = _crop(image, plate, 1)
    around.paste("white", _inside(around, within))
    assert around.convert("L").getextrema() == (255, 255)
    assert QUIET_MODULES >= 4


def _crop(image: Image.Image, plate: Plate, border: float) -> Image.Image:
    scale = 300 / 72
    left, right = plate.qr_x - border, plate.qr_x + plate.qr_side + border
    top, bottom = plate.qr_y + plate.qr_side + border, plate.qr_y - border
    box = (left * scale, image.height - top * scale, right * scale, image.height - bottom * scale)
    return image.crop(tuple(round(edge) for edge in box))


def _inside(outer: Image.Image, inner: Image.Image) -> tuple[int, int, int, int]:
    left, top = (outer.width - inner.width) // 2, (outer.height - inner.height) // 2
    return (left, top, left + inner.width, top + inner.height)


@pytest.mark.parametrize("layout", COLOURED)
@pytest.mark.parametrize("kind", RoleKind)
def test_the_role_is_told_by_colour_and_by_word(layout: Layout, kind: RoleKind) -> None:
    sheet = SHEETS[layout]
    plate, spot = sheet.plate, sheet.spots[0][0]
    pdf = draw_one(a_face(kind), layout)
    (image,) = pages(pdf)
    band = seen_at(image, spot.x + 4, spot.y + plate.band_bottom + 4)
    assert band == rgb(COLOURS[kind])
    assert ROLES[kind] in text_of(pdf)


def test_the_four_roles_have_four_colours_that_white_is_read_on() -> None:
    assert len({rgb(colour) for colour in COLOURS.values()}) == len(RoleKind)
    for colour in COLOURS.values():
        assert 1.05 / (_luminance(colour) + 0.05) >= 4.5


def _luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.rgb()
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_a_thermal_label_is_black_on_white_and_no_two_roles_have_the_same_band() -> None:
    plate = SHEETS[Layout.LABEL_62].plate
    bands = set()
    for kind in RoleKind:
        (image,) = pages(draw_one(a_face(kind, role="같은 말"), Layout.LABEL_62))
        assert all(max(pixel) - min(pixel) < 8 for pixel in set(image.get_flattened_data()))
        height = int(plate.band / 72 * DPI)
        bands.add(image.crop((0, 0, image.width, height + 1)).tobytes())
    assert len(bands) == len(RoleKind)


@pytest.mark.parametrize("layout", Layout)
def test_name_and_short_code_are_text_that_can_be_searched(layout: Layout) -> None:
    face = a_face(name="홍길동뷁", line1="洪吉童 주식회사")
    text = text_of(draw_one(face, layout))
    for expected in (face.name, face.line1, show_short(face.short_code), "대전 JOB 매칭 페스타"):
        assert expected in text


def test_names_of_all_hangul_syllables_come_out_as_they_went_in() -> None:
    syllables = "".join(chr(code) for code in range(0xAC00, 0xAC00 + 11_172, 13))
    names = [syllables[start : start + 4] for start in range(0, len(syllables), 4)]
    text = text_of(drawn([a_face(name=name) for name in names], Layout.A6))
    assert [name for name in names if name not in text] == []


@pytest.mark.parametrize("layout", Layout)
def test_the_same_faces_give_the_same_bytes(layout: Layout) -> None:
    faces = many_faces(5)
    assert drawn(faces, layout) == drawn(faces, layout)


def test_other_faces_give_a_file_with_another_id() -> None:
    ids = {drawn([face], Layout.A6).split(b"/ID")[1] for face in many_faces(3)}
    assert len(ids) == 3


def test_no_faces_write_nothing() -> None:
    out = BytesIO()
    assert draw_badges([], Layout.A6, out) == 0
    assert out.getvalue() == b""


def test_pages_are_written_while_faces_are_still_coming() -> None:
    out = BytesIO()
    lengths = []

    def coming() -> Iterator[BadgeFace]:
        for face in many_faces(300):
            lengths.append(out.tell())
            yield face

    draw_badges(coming(), Layout.A6, out)
    assert lengths[150] > 100 * 500
    assert lengths == sorted(lengths)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        assert len(document) == 300


def test_badges_drawn_at_the_same_time_do_not_meet() -> None:
    faces = many_faces(12)
    alone = [draw_one(face, Layout.A6) for face in faces]
    together: dict[int, bytes] = {}
    threads = [
        Thread(target=lambda at=at: together.__setitem__(at, draw_one(faces[at], Layout.A6)))
        for at in range(len(faces))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[at] for at in range(len(faces))] == alone


@pytest.mark.parametrize("count", [0, 1, 2, 9, 40])
def test_a_tour_may_have_any_number_of_stops(count: int) -> None:
    stops = (a_face().stops * 10)[:count]
    for current in {0, count - 1} if count else {None}:
        pdf = draw_one(a_face(stops=stops, current=current), Layout.A6)
        assert current is None or stops[current].city in text_of(pdf)


def test_many_badges_weigh_under_one_and_a_half_kilobytes_each() -> None:
    fixed = len(drawn(many_faces(4), Layout.A6))
    assert (len(drawn(many_faces(204), Layout.A6)) - fixed) / 200 < 1_500
