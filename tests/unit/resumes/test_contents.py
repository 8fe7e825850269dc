"""What may be handed in as a résumé, told by its bytes."""

import zipfile
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from festa.resumes import archives
from festa.resumes.contents import ContentProblem, FileKind, NotTaken
from festa.resumes.photos import LONGEST_SIDE, redraw
from festa.resumes.uploads import MOST_PHOTOS, judge
from tests.resume_files import OLE, a_docx, a_pdf, a_photo, a_zip, an_hwp, an_hwpx

MOST = 10 * 1024 * 1024


def refused(*files: bytes, most: int = MOST) -> ContentProblem:
    with pytest.raises(NotTaken) as not_taken:
        judge(files, most)
    return not_taken.value.problem


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(), FileKind.PDF),
        (a_docx(), FileKind.DOCX),
        (an_hwp(), FileKind.HWP),
        (b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + b"\x00" * 200, FileKind.HWP),
        (an_hwpx(), FileKind.HWPX),
    ],
)
def test_documents_are_passed_on_as_they_are(content: bytes, kind: FileKind) -> None:
    judged = judge([content], MOST)
    assert (judged.kind, judged.content) == (kind, content)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", ContentProblem.EMPTY),
        (b"%PDF-1.7", ContentProblem.BROKEN),
        (a_pdf()[:-60], ContentProblem.BROKEN),
        (a_pdf(password="1234"), ContentProblem.LOCKED),
        (a_pdf().replace(b"/Type /Catalog", b"/J#61vaScript /Type /Catalog"), ContentProblem.RUNS),
        (a_pdf().replace(b"/Type /Catalog", b"/Launch /Type /Catalog"), ContentProblem.RUNS),
        (b"MZ\x90\x00" + b"\x00" * 300, ContentProblem.PROGRAM),
        (b"\x7fELF" + b"\x00" * 300, ContentProblem.PROGRAM),
        (b"#!/bin/sh\n" + b"echo hello\n" * 30, ContentProblem.PROGRAM),
        (b"<!doctype html><script>alert(1)</script>" + b" " * 100, ContentProblem.WEB_PAGE),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>" + b" " * 100, ContentProblem.WEB_PAGE),
        (b"GIF89a" + b"<script>alert(1)</script>" * 8, ContentProblem.WEB_PAGE),
        (b"plain words, many of them " * 20, ContentProblem.NOT_A_DOCUMENT),
        (a_zip({"resume.pdf": a_pdf()}), ContentProblem.ARCHIVE),
        (a_zip({"xl/workbook.xml": b"<x/>" * 100}), ContentProblem.ARCHIVE),
        (b"Rar!\x1a\x07" + b"\x00" * 200, ContentProblem.ARCHIVE),
        (a_docx(**{"word__vbaProject.bin": b"x"}), ContentProblem.RUNS),
        (a_docx(**{"..__evil": b"x"}), ContentProblem.BROKEN),
        (a_docx()[:-40], ContentProblem.BROKEN),
        (an_hwpx(b"<manifest><odf:encryption-data/></manifest>"), ContentProblem.LOCKED),
        (an_hwp(flags=0b11), ContentProblem.LOCKED),
        (OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 200, ContentProblem.LOCKED),
        (OLE + "WordDocument".encode("utf-16-le") + b"\x00" * 200, ContentProblem.OLD_WORD),
        (OLE + b"\x00" * 600, ContentProblem.NOT_A_DOCUMENT),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200, ContentProblem.HEIC),
        (b"\xff\xd8\xff" + b"no picture at all" * 20, ContentProblem.BROKEN),
        (a_photo((200, 1000)), ContentProblem.PHOTO_TOO_SMALL),
    ],
)
def test_what_runs_hides_or_is_broken_is_refused(content: bytes, problem: ContentProblem) -> None:
    assert refused(content) is problem


def test_an_archive_that_unpacks_without_end_is_refused_whatever_its_directory_says() -> None:
    bomb = a_docx(word__media__a=b"\x00" * (archives.MOST_UNPACKED + 1))
    assert len(bomb) < 200_000
    assert refused(bomb) is ContentProblem.BOMB
    with zipfile.ZipFile(BytesIO(bomb)) as archive:
        true_size = archive.getinfo("word/media/a").file_size
    lying = bomb.replace(true_size.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lying != bomb
    assert refused(lying) in {ContentProblem.BOMB, ContentProblem.BROKEN}


def test_an_archive_of_countless_parts_is_refused() -> None:
    many = {f"part{number}": b"" for number in range(archives.MOST_PARTS + 1)}
    assert refused(a_zip(many)) is ContentProblem.BOMB


def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_into() -> None:
    assert refused(b"MZ" * 100, most=199) is ContentProblem.TOO_BIG


def test_two_documents_or_a_document_among_photos_are_refused() -> None:
    assert refused(a_pdf(), a_pdf()) is ContentProblem.MIXED
    assert refused(a_pdf(), a_photo()) is ContentProblem.MIXED
    assert refused(*[a_photo((400, 400))] * (MOST_PHOTOS + 1)) is ContentProblem.TOO_MANY


def test_photos_become_one_pdf_with_a_page_for_each_and_nothing_of_the_camera() -> None:
    judged = judge([a_photo(), a_photo((1300, 900), "PNG")], MOST)
    assert (judged.kind, judged.pages) == (FileKind.PHOTOS, 2)
    assert judged.content.startswith(b"%PDF-")
    assert b"PHONE-MODEL-X" in a_photo()
    assert b"PHONE-MODEL-X" not in judged.content
    document = pypdfium2.PdfDocument(judged.content)
    sizes = [document.get_page_size(number) for number in range(len(document))]
    assert [width > height for width, height in sizes] == [False, True]


def test_a_photo_taken_sideways_stands_upright_and_is_no_larger_than_reading_needs() -> None:
    upright = redraw(a_photo((3600, 2400), turned=6))
    assert upright.height > upright.width
    assert max(upright.size) <= LONGEST_SIDE
    dark_at_right = upright.getpixel((upright.width - 60, upright.height // 2))
    light_at_left = upright.getpixel((60, upright.height // 2))
    assert sum(dark_at_right) < 100 < sum(light_at_left)  # type: ignore[arg-type]


def test_a_photo_that_claims_to_be_beyond_all_measure_is_too_large() -> None:
    photo, size = a_photo((900, 1200)), b"\x04\xb0\x03\x84"
    assert photo.count(size) == 1
    assert refused(photo.replace(size, b"\xff\x00\xff\x00")) is ContentProblem.PHOTO_TOO_LARGE


def test_a_photo_with_a_second_one_behind_it_is_a_photo_as_many_phones_write_them() -> None:
    out = BytesIO()
    front, behind = (Image.new("RGB", size, "white") for size in ((900, 1200), (320, 427)))
    front.save(out, "MPO", save_all=True, append_images=[behind])
    judged = judge([out.getvalue()], MOST)
    assert (judged.kind, judged.pages) == (FileKind.PHOTOS, 1)
    assert redraw(out.getvalue()).size == (900, 1200)


def test_an_archive_that_was_damaged_on_its_way_is_broken() -> None:
    whole = a_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(range(256)) * 8})
    start = whole.index(b"word/document.xml") + len(b"word/document.xml")
    for place in range(start, start + 60):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        assert refused(damaged) is ContentProblem.BROKEN


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_as_no_office_program_does_is_broken(packed: int) -> None:
    out = BytesIO(a_docx())
    with zipfile.ZipFile(out, "a", packed) as archive:
        archive.writestr("word/more.xml", b"<w:p/>" * 100)
    assert refused(out.getvalue()) is ContentProblem.BROKEN


def test_a_clear_background_becomes_paper() -> None:
    out = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, "PNG")
    assert redraw(out.getvalue()).getpixel((200, 200)) == (255, 255, 255)
