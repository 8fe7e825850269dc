"""What kind of file this is, told by its first bytes and never by its name."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from festa.sheets.limits import MAX_FILE_BYTES, MAX_PARTS, MAX_UNPACKED_BYTES
from festa.sheets.problems import SheetProblem, SheetRefused

Source = str | Path | bytes | BinaryIO

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
WORKBOOK = "xl/workbook.xml"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
XLS_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
PAGES = (b"<", b"mime-version:")
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def load(source: Source) -> bytes:
    """The file's bytes, at most MAX_FILE_BYTES of them."""
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, str | Path):
        with Path(source).open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    else:
        content = source.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise SheetRefused(SheetProblem.TOO_BIG)
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise SheetRefused(SheetProblem.EMPTY)
    return content


def is_workbook(content: bytes) -> bool:
    """Whether this is an .xlsx that may be opened; False for text; refuses everything else."""
    if content.startswith(OLE):
        raise SheetRefused(_kind_of_ole(content))
    if content.startswith((ZIP, EMPTY_ZIP)):
        _check_zip(content)
        return True
    if content.startswith(BINARY) or (b"\x00" in content and not content.startswith(WIDE_BOMS)):
        raise SheetRefused(SheetProblem.NOT_A_SPREADSHEET)
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(PAGES):
        raise SheetRefused(SheetProblem.WEB_PAGE)
    return False


def _kind_of_ole(content: bytes) -> SheetProblem:
    """An encrypted .xlsx, an old .xls, or another document such as .hwp."""
    if ENCRYPTED_STREAM in content:
        return SheetProblem.ENCRYPTED
    if any(stream in content for stream in XLS_STREAMS):
        return SheetProblem.OLD_XLS
    return SheetProblem.NOT_A_SPREADSHEET


def _check_zip(content: bytes) -> None:
    """Refuse a zip that is no .xlsx, needs a password, or would unpack to too much."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            _check_parts(parts)
            _check_entities(package, parts)
    except SheetRefused:
        raise
    except Exception:
        raise SheetRefused(SheetProblem.CORRUPT) from None


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Judge a zip by its table of contents alone; nothing is unpacked yet."""
    if WORKBOOK not in {part.filename.lstrip("/") for part in parts}:
        raise SheetRefused(SheetProblem.NOT_A_SPREADSHEET)
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused(SheetProblem.ENCRYPTED)
    # zipfile never gives more than the size that the table of contents states.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise SheetRefused(SheetProblem.UNPACKS_TOO_BIG)


def _check_entities(package: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse XML that declares a document type: no office program writes one, bombs do."""
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with package.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(1024).replace(b"\x00", b""):
                    raise SheetRefused(SheetProblem.CORRUPT)
