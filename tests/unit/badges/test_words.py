"""A name is large and whole; what stands under it gives way first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festa.badges.face import Layout
from festa.badges.fit import NAME_LEAST, NARROWEST
from festa.badges.fonts import Weight, drawable, width
from festa.badges.plates import A6, LABEL_4X3, LABEL_62, SHEETS, Plate
from festa.badges.words import fit_words, place
from tests.unit.badges.people import a_face

PLATES = {"A6": A6, "62 mm": LABEL_62, "4×3 inch": LABEL_4X3}
NAMES = [
    "김구",
    "김민수",
    "남궁민수",
    "남궁선영희",
    "洪吉童",
    "독고영재누리",
    "황보 뷁횰",
    "John Smith",
    "Nguyễn Thị Hương",
    "Alexandra Konstantinopoulou",
    "알렉산드라 콘스탄티노풀루",
    "크리스티나아나스타샤",
    "Mary-Jane Watson",
]
LONG_COMPANY = "㈜한국산업기술시험원부설디지털전환융합연구소 경기북부지역본부"

each_plate = pytest.mark.parametrize("plate", PLATES.values(), ids=PLATES)


def squeezed_out(text: str) -> str:
    return "".join(text.split())


@each_plate
@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_at_least_32_points_and_all_its_letters(name: str, plate: Plate) -> None:
    fitted = fit_words(a_face(name=name, line1=LONG_COMPANY, line2="채용담당"), plate).name
    assert fitted.size >= NAME_LEAST
    assert squeezed_out("".join(fitted.lines)) == squeezed_out(name)
    assert NARROWEST <= fitted.stretch <= 1


@each_plate
@pytest.mark.parametrize("name", ["김민수", "남궁민수", "남궁선영희", "洪吉童"])
def test_a_korean_name_stays_on_one_line(name: str, plate: Plate) -> None:
    assert fit_words(a_face(name=name), plate).name.lines == (name,)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_on_a6_is_never_broken_inside_a_word(name: str) -> None:
    lines = fit_words(a_face(name=name), A6).name.lines
    if " " in name:
        assert " ".join(lines) == name


def test_a_long_foreign_name_is_broken_between_its_words() -> None:
    fitted = fit_words(a_face(name="Alexandra Konstantinopoulou"), A6).name
    assert fitted.lines == ("Alexandra", "Konstantinopoulou")


def test_a_shorter_name_is_larger() -> None:
    two, five = (fit_words(a_face(name=name), A6).name.size for name in ("김구", "남궁선영희"))
    assert two == A6.name_most > five


@each_plate
@settings(max_examples=150, deadline=None)
@given(name=st.text(min_size=1, max_size=80), line=st.text(max_size=80))
def test_no_name_is_ever_cut_and_nothing_leaves_its_room(
    plate: Plate, name: str, line: str
) -> None:
    face = a_face(name=name, line1=line, line2=line)
    words = fit_words(face, plate)
    assert squeezed_out("".join(words.name.lines)) == squeezed_out(drawable(name))
    for text in words.name.lines:
        drawn = width(text, Weight.HEAVY) * words.name.size * words.name.stretch
        assert drawn <= plate.words_width + 0.01
    for fitted in (words.line1, words.line2):
        assert len(fitted.lines) <= 2
        for text in fitted.lines:
            assert width(text, Weight.REGULAR) * fitted.size <= plate.words_width + 0.01
    for placed in (line for lines in place(words, plate) for line in lines):
        assert plate.words_bottom - 0.01 <= placed.baseline
        assert placed.baseline + placed.size * 0.88 <= plate.words_top + 0.01


@given(st.text([chr(code) for code in range(0xAC00, 0xD7A4)], min_size=2, max_size=5))
def test_every_korean_name_has_at_least_32_points_on_every_paper(name: str) -> None:
    for plate in PLATES.values():
        assert fit_words(a_face(name=name), plate).name.size >= NAME_LEAST


def test_a_long_company_is_whole_on_a6_and_smaller_or_on_two_lines() -> None:
    line = fit_words(a_face(name="남궁선영희", line1=LONG_COMPANY), A6).line1
    assert not line.cut
    assert squeezed_out("".join(line.lines)) == squeezed_out(LONG_COMPANY)


def test_an_endless_line_ends_in_dots_as_a_last_resort() -> None:
    line = fit_words(a_face(line1="한국산업기술시험원 " * 12), A6).line1
    assert line.cut
    assert line.lines[-1].endswith("…")
    assert width(line.lines[-1], Weight.REGULAR) * line.size > A6.words_width * 0.8


@each_plate
def test_the_second_line_never_outdoes_the_first(plate: Plate) -> None:
    words = fit_words(a_face(line1=LONG_COMPANY, line2="채용담당"), plate)
    assert words.line2.size <= max(words.line1.size * 0.9, plate.line2[1])


def test_a_badge_with_a_name_only_is_a_badge() -> None:
    words = fit_words(a_face(line1="", line2=""), A6)
    names, lines = place(words, A6)
    assert [line.text for line in names] == ["김민수"]
    assert lines == []


@pytest.mark.parametrize("layout", Layout)
def test_the_qr_is_at_least_25_mm_wide_on_every_paper(layout: Layout) -> None:
    assert SHEETS[layout].plate.qr_side >= 25 / 25.4 * 72
