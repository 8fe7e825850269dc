"""What a handed-in file is, told by its bytes and never by its name.

A résumé is a PDF, a Word or Hangul document, or photos of paper; whatever runs, unpacks without
end or opens with a password is refused with a sentence. Documents are passed on as they are and
never rendered here; photos are drawn anew (see photos.py).
"""

import re
import struct
from dataclasses import dataclass
from enum import StrEnum

from festa.resumes.archives import ArchiveFlaw, DocumentKind, flaw_of, kind_of_archive

SMALLEST = 100  # bytes: less is no document
PHOTO_SIDES = 4
TAIL = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
HANGUL = b"HWP Document File"
HANGUL_FLAGS = 36  # where the properties stand in the header stream of a .hwp
HANGUL_LOCKED = 0b1_0001_0010  # password, 배포용 DRM, certificate
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# What makes a PDF do something when it is opened.
RUNS_IN_PDF = (b"/JavaScript", b"/Launch", b"/RichMedia")


class FileKind(StrEnum):
    """What is kept and passed on."""

    PDF = "pdf"
    PHOTOS = "photos"  # kept as one PDF, a page for each photo
    DOCX = "docx"
    HWP = "hwp"
    HWPX = "hwpx"


class ContentProblem(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    MIXED = "mixed"
    NOT_A_DOCUMENT = "not_a_document"
    WEB_PAGE = "web_page"
    PROGRAM = "program"
    ARCHIVE = "archive"
    BOMB = "bomb"
    LOCKED = "locked"
    RUNS = "runs"
    BROKEN = "broken"
    OLD_WORD = "old_word"
    HEIC = "heic"
    PHOTO_TOO_LARGE = "photo_too_large"
    PHOTO_TOO_SMALL = "photo_too_small"


class NotTaken(Exception):
    """A file that is not taken; `problem` says why."""

    def __init__(self, problem: ContentProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Judged:
    """A file that may be kept: what it is, its bytes as they are passed on, and its pages where
    they are known (photos)."""

    kind: FileKind
    content: bytes
    pages: int | None = None


class Seen(StrEnum):
    """What the first bytes say."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    ZIP = "zip"
    OLE = "ole"
    HANGUL_3 = "hangul_3"


STARTS: tuple[tuple[bytes, Seen | ContentProblem], ...] = (
    (b"%PDF-", Seen.PDF),
    (b"\xff\xd8\xff", Seen.JPEG),
    (b"\x89PNG\r\n\x1a\n", Seen.PNG),
    (ZIP, Seen.ZIP),
    (OLE, Seen.OLE),
    (HANGUL + b" V3", Seen.HANGUL_3),
    (b"MZ", ContentProblem.PROGRAM),
    (b"\x7fELF", ContentProblem.PROGRAM),
    (b"#!", ContentProblem.PROGRAM),
    (b"\xca\xfe\xba\xbe", ContentProblem.PROGRAM),
    (b"\xcf\xfa\xed\xfe", ContentProblem.PROGRAM),
    (b"Rar!", ContentProblem.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ContentProblem.ARCHIVE),
    (b"\x1f\x8b", ContentProblem.ARCHIVE),
    (b"PK\x05\x06", ContentProblem.ARCHIVE),
)


def look(content: bytes) -> Seen:
    """What the first bytes say; NotTaken for what is no résumé at all."""
    if len(content) < SMALLEST:
        raise NotTaken(ContentProblem.EMPTY if not content else ContentProblem.BROKEN)
    for start, seen in STARTS:
        if content.startswith(start):
            if isinstance(seen, ContentProblem):
                raise NotTaken(seen)
            return seen
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise NotTaken(ContentProblem.HEIC)
    begins = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begins.startswith(b"<") or b"<script" in content[:2000].lower():
        raise NotTaken(ContentProblem.WEB_PAGE)
    raise NotTaken(ContentProblem.NOT_A_DOCUMENT)


def is_photo(seen: Seen) -> bool:
    """Whether it is a picture."""
    return seen in {Seen.JPEG, Seen.PNG}


def judge_document(content: bytes) -> Judged:
    """A document that is passed on as it is; NotTaken says why it is not."""
    seen = look(content)
    if seen is Seen.PDF:
        _check_pdf(content)
        return Judged(FileKind.PDF, content)
    if seen is Seen.ZIP:
        return Judged(_kind_in_zip(content), content)
    if seen is Seen.OLE:
        _check_hangul(content)
        return Judged(FileKind.HWP, content)
    if seen is Seen.HANGUL_3:
        return Judged(FileKind.HWP, content)
    raise NotTaken(ContentProblem.NOT_A_DOCUMENT)


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-TAIL:] or b"startxref" not in content[-TAIL:]:
        raise NotTaken(ContentProblem.BROKEN)
    # A name may be written with escapes: /J#61vaScript.
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if b"/Encrypt" in plain:
        raise NotTaken(ContentProblem.LOCKED)
    if any(name in plain for name in RUNS_IN_PDF):
        raise NotTaken(ContentProblem.RUNS)


FLAWS: dict[ArchiveFlaw, ContentProblem] = {
    ArchiveFlaw.BROKEN: ContentProblem.BROKEN,
    ArchiveFlaw.BOMB: ContentProblem.BOMB,
    ArchiveFlaw.LOCKED: ContentProblem.LOCKED,
    ArchiveFlaw.RUNS: ContentProblem.RUNS,
}
IN_ARCHIVES: dict[DocumentKind, FileKind] = {
    DocumentKind.DOCX: FileKind.DOCX,
    DocumentKind.HWPX: FileKind.HWPX,
}


def _kind_in_zip(content: bytes) -> FileKind:
    flaw = flaw_of(content)
    if flaw is not None:
        raise NotTaken(FLAWS[flaw])
    kind = kind_of_archive(content)
    if kind is None:
        raise NotTaken(ContentProblem.ARCHIVE)
    return IN_ARCHIVES[kind]


def _check_hangul(content: bytes) -> None:
    """Refuse what looks like .hwp from outside and is something else, or is locked."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise NotTaken(ContentProblem.LOCKED)
    header = content.find(HANGUL)
    if header < 0:
        old_word = "WordDocument".encode("utf-16-le") in content
        raise NotTaken(ContentProblem.OLD_WORD if old_word else ContentProblem.NOT_A_DOCUMENT)
    flags = content[header + HANGUL_FLAGS : header + HANGUL_FLAGS + 4]
    if len(flags) == 4 and struct.unpack("<I", flags)[0] & HANGUL_LOCKED:
        raise NotTaken(ContentProblem.LOCKED)
