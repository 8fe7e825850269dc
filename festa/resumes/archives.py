"""Word's .docx and Hangul's .hwpx: documents that are ZIP archives, looked into with care."""

import zipfile
import zlib
from enum import StrEnum
from io import BytesIO

MOST_PARTS = 3_000
MOST_UNPACKED = 80 * 1024 * 1024  # bytes; a résumé with photos unpacks to a few megabytes
PIECE = 256 * 1024
LOCKED_FLAG = 0x1
# Word and Hangul pack in no other way; what else Python could unpack asks for memory at will.
PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What is raised on bytes that are not what they should be.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
)


class DocumentKind(StrEnum):
    """Which document an archive is."""

    DOCX = "docx"
    HWPX = "hwpx"


class ArchiveFlaw(StrEnum):
    """Why an archive is not taken."""

    BROKEN = "broken"
    BOMB = "bomb"
    LOCKED = "locked"
    RUNS = "runs"


def kind_of_archive(content: bytes) -> DocumentKind | None:
    """Which document it is; None for any other archive."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        if {"[Content_Types].xml", "word/document.xml"} <= names:
            return DocumentKind.DOCX
        if "mimetype" in names and "Contents/section0.xml" in names:
            with archive.open("mimetype") as part:
                if part.read(64).strip() == b"application/hwp+zip":
                    return DocumentKind.HWPX
    return None


def flaw_of(content: bytes) -> ArchiveFlaw | None:
    """What is wrong with an archive; None when it may be passed on.

    What its own directory says of sizes is not believed: every part is unpacked, piece by
    piece and no further than MOST_UNPACKED.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                return ArchiveFlaw.BOMB
            if any(part.flag_bits & LOCKED_FLAG for part in parts):
                return ArchiveFlaw.LOCKED
            if any(part.compress_type not in PACKED for part in parts):
                return ArchiveFlaw.BROKEN
            names = [part.filename.lower() for part in parts]
            if any(name.endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
                return ArchiveFlaw.RUNS
            if any(".." in name.split("/") or name.startswith("/") for name in names):
                return ArchiveFlaw.BROKEN
            return _flaw_inside(archive, parts)
    except BROKEN:
        return ArchiveFlaw.BROKEN


def _flaw_inside(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> ArchiveFlaw | None:
    unpacked = 0
    for part in parts:
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    return ArchiveFlaw.BOMB
                if part.filename == "META-INF/manifest.xml" and b"encryption-data" in piece:
                    return ArchiveFlaw.LOCKED
    return None
