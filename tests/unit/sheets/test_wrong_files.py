"""A file that cannot be read is refused by name, with a sentence that says what to do."""

import io
import zipfile

import pytest

from festa.sheets import limits
from festa.sheets.columns import Column
from festa.sheets.problems import SENTENCES, SheetProblem, SheetRefused
from festa.sheets.reading import read_sheet
from tests.lists import text_file, workbook

COLUMNS = (
    Column("name", ("성명", "이름"), required=True),
    Column("phone", ("휴대전화", "휴대폰"), required=True),
    Column("region", ("거주지",)),
    Column("email", ("이메일",)),
)
HEAD = ["성명", "휴대전화", "거주지", "이메일"]
KIM = ["김하늘", "010-3000-0001", "광주", "a@example.org"]
P = SheetProblem
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A sound workbook whose one sheet is this XML."""
    with zipfile.ZipFile(io.BytesIO(workbook([HEAD]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": xml})


def refusal(content: bytes) -> SheetRefused:
    """How the file is refused."""
    with pytest.raises(SheetRefused) as caught:
        read_sheet(content, COLUMNS)
    return caught.value


SOUND = workbook([HEAD, KIM])
WRONG_FILES = [
    ("nothing at all", b"", P.EMPTY),
    ("only spaces", b"\xef\xbb\xbf \r\n", P.EMPTY),
    ("a header and no rows", workbook([HEAD, [], [" "]]), P.NO_ROWS),
    ("no known column", text_file([["키", "몸무게"], ["170", "60"]]), P.NO_HEADER),
    ("a required column short", workbook([["성명", "거주지"], ["김하늘", "광주"]]), P.MISSING_COLUMN),
    ("too many rows", text_file([HEAD, *[KIM] * (limits.MAX_ROWS + 1)]), P.TOO_MANY_ROWS),
    ("too many bytes", b"a" * (limits.MAX_FILE_BYTES + 1), P.TOO_BIG),
    ("a zip bomb", with_sheet(b" " * (limits.MAX_UNPACKED_BYTES + 1)), P.UNPACKS_TOO_BIG),
    ("thousands of parts", zipped({"xl/workbook.xml": b""} | {str(n): b"" for n in range(600)}),
     P.UNPACKS_TOO_BIG),
    ("an old .xls", OLE + "Workbook".encode("utf-16-le"), P.OLD_XLS),
    ("an .xlsx under a password", OLE + "EncryptedPackage".encode("utf-16-le"), P.ENCRYPTED),
    ("an .hwp", OLE + "FileHeader".encode("utf-16-le"), P.NOT_A_SPREADSHEET),
    ("a web page named .xls", b"\xef\xbb\xbf\r\n<HTML><table><tr><td>", P.WEB_PAGE),
    ("a .docx", zipped({"word/document.xml": b"<x/>"}), P.NOT_A_SPREADSHEET),
    ("a PDF", b"%PDF-1.7\n", P.NOT_A_SPREADSHEET),
    ("a photograph", b"\xff\xd8\xff\xe0\x00\x10JFIF", P.NOT_A_SPREADSHEET),
    ("half an .xlsx", SOUND[: len(SOUND) // 2], P.CORRUPT),
    ("a sheet that is no XML", with_sheet(b"no XML"), P.CORRUPT),
    ("XML with entities", with_sheet(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'),
     P.CORRUPT),
    ("an unknown encoding", b"\x81\xff\xfe\xc3(", P.UNKNOWN_LETTERS),
    ("a quote never closed", ("성명,휴대전화,거주지,이메일\n" + '"김하늘,1,2,3\n' + "이,1,2,3\n").encode(),
     P.BROKEN_QUOTES),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problem"),
    [(content, problem) for _, content, problem in WRONG_FILES],
    ids=[name for name, _, _ in WRONG_FILES],
)
def test_wrong_file_is_refused_by_name(content: bytes, problem: SheetProblem) -> None:
    refused = refusal(content)
    assert refused.problem is problem
    assert str(refused.sentence).endswith("요.")
    assert "%(" not in str(refused.sentence)


def test_every_refusal_has_a_sentence_and_a_file_that_meets_it() -> None:
    assert set(SENTENCES) == set(SheetProblem) == {problem for _, _, problem in WRONG_FILES}


def test_missing_column_is_named_with_the_names_that_are_accepted() -> None:
    sentence = str(refusal(workbook([["성명", "거주지"], ["김하늘", "광주"]])).sentence)
    assert "휴대전화" in sentence
    assert "휴대폰" in sentence
    assert "성명" not in sentence


def test_a_refusal_repeats_nothing_that_was_typed() -> None:
    refused = refusal(workbook([["김하늘", "010-3000-0001"], ["이바다", "010-3000-0002"]]))
    assert "김하늘" not in f"{refused} {refused.sentence}"
    assert refused.__cause__ is None


@pytest.mark.parametrize("place", range(40, len(SOUND), len(SOUND) // 40))
def test_no_damaged_byte_raises_anything_but_a_refusal(place: int) -> None:
    damaged = bytearray(SOUND)
    damaged[place] ^= 0xFF
    try:
        read_sheet(bytes(damaged), COLUMNS)
    except SheetRefused as refused:
        assert refused.problem in SheetProblem


def test_row_numbers_that_a_file_makes_up_do_not_keep_us_busy() -> None:
    cells = '<c r="A1" t="inlineStr"><is><t>성명</t></is></c>'
    cells += '<c r="B1" t="inlineStr"><is><t>휴대전화</t></is></c>'
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{cells}</row><row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    assert refusal(with_sheet(sheet.encode())).problem is P.UNPACKS_TOO_BIG
