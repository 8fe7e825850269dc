"""Which files are taken as papers: decided by what they are, never by what they are called.

A picture is drawn anew, so that nothing rides behind it: no place from the camera, no page
for a browser, no archive. A PDF is opened and counted, and never shown by us.
"""

import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import pypdfium2
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps, UnidentifiedImageError

from festa.text import Explanation

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS_OF_PNG = 25_000_000  # held whole in memory; a photograph is read smaller than it is
MOST_PIXELS_OF_JPEG = 80_000_000
MOST_PAGES = 20
LONGEST_SIDE = 3_000
JPEG_QUALITY = 88
PDF_BEGINS = b"%PDF-"
# A PDF that a browser could take for a page, or a reader for a program.
IN_NO_PAPER = (
    b"<html", b"<script", b"<!doctype", b"/javascript", b"/launch", b"/embeddedfile",
)  # fmt: skip
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name may be written with escapes: /J#61vaScript
PAST_THE_END = 1024
ONE_AT_A_TIME = threading.Lock()  # PDFium is not made for threads


class PaperKind(StrEnum):
    """What a paper is."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


MIME_TYPES: dict[PaperKind, str] = {
    PaperKind.PDF: "application/pdf",
    PaperKind.JPEG: "image/jpeg",
    PaperKind.PNG: "image/png",
}
ENDINGS: dict[PaperKind, str] = {
    PaperKind.PDF: "pdf",
    PaperKind.JPEG: "jpg",
    PaperKind.PNG: "png",
}


class PaperProblem(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    BROKEN = "broken"
    LOCKED = "locked"
    TOO_MANY_PAGES = "too_many_pages"
    NOT_PLAIN = "not_plain"


EXPLAINED: dict[PaperProblem, Explanation] = {
    PaperProblem.EMPTY: Explanation(_l("빈 파일이에요."), _l("파일을 다시 골라 주세요.")),
    PaperProblem.TOO_LARGE: Explanation(
        _l("파일이 5MB보다 커요."), _l("사진을 작게 저장하거나 다시 스캔해 올려 주세요.")
    ),
    PaperProblem.WRONG_KIND: Explanation(
        _l("PDF, JPG, PNG 파일이 아니에요."),
        _l("이름이 아니라 내용을 보고 판단해요. 사진이나 PDF로 저장해 다시 올려 주세요."),
    ),
    PaperProblem.BROKEN: Explanation(
        _l("파일이 깨져서 열 수 없어요."), _l("다시 저장하거나 사진을 찍어 올려 주세요.")
    ),
    PaperProblem.LOCKED: Explanation(
        _l("암호가 걸린 PDF예요."), _l("암호를 풀어 저장한 뒤 올려 주세요.")
    ),
    PaperProblem.TOO_MANY_PAGES: Explanation(
        _l("20쪽이 넘는 PDF예요."), _l("사업자등록증이 있는 쪽만 저장해 올려 주세요.")
    ),
    PaperProblem.NOT_PLAIN: Explanation(
        _l("프로그램이나 웹 문서가 들어 있는 PDF예요."),
        _l("인쇄하거나 사진을 찍어 올려 주세요."),
    ),
}


@dataclass(frozen=True)
class Paper:
    """A file that is kept: what it is, and its bytes as we keep them."""

    kind: PaperKind
    content: bytes


def read_paper(content: bytes) -> Paper | PaperProblem:
    """The file as it is kept, or what keeps it from being taken; never raises on hostile bytes."""
    if not content:
        return PaperProblem.EMPTY
    if len(content) > MOST_BYTES:
        return PaperProblem.TOO_LARGE
    return _read_pdf(content) if content.startswith(PDF_BEGINS) else _read_picture(content)


def _read_pdf(content: bytes) -> Paper | PaperProblem:
    end = content.rfind(b"%%EOF")
    if end < 0:
        return PaperProblem.BROKEN
    lower = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content).lower()
    if len(content) - end > PAST_THE_END or any(word in lower for word in IN_NO_PAPER):
        return PaperProblem.NOT_PLAIN
    try:
        pages = _count_pages(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        return PaperProblem.LOCKED if locked else PaperProblem.BROKEN
    if pages > MOST_PAGES:
        return PaperProblem.TOO_MANY_PAGES
    return Paper(PaperKind.PDF, content) if pages else PaperProblem.BROKEN


def _count_pages(content: bytes) -> int:
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            return len(document)
        finally:
            document.close()


def _read_picture(content: bytes) -> Paper | PaperProblem:
    """Only the two decoders that are needed look at it, and only at a size that can be held."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            # Many phones write a small picture behind the large one: for Pillow an MPO, and a JPEG.
            kind = PaperKind.PNG if opened.format == "PNG" else PaperKind.JPEG
            most = MOST_PIXELS_OF_JPEG if kind is PaperKind.JPEG else MOST_PIXELS_OF_PNG
            if opened.width * opened.height > most:
                return PaperProblem.TOO_LARGE
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            opened.load()
            return Paper(kind, _drawn_anew(opened, kind))
    except UnidentifiedImageError:
        return PaperProblem.WRONG_KIND
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return PaperProblem.TOO_LARGE
    except (OSError, SyntaxError, ValueError):
        return PaperProblem.BROKEN


def _drawn_anew(opened: Image.Image, kind: PaperKind) -> bytes:
    """The pixels alone, upright, at a size on which a stamp can still be read."""
    picture = ImageOps.exif_transpose(opened)
    picture = picture.convert("RGB" if kind is PaperKind.JPEG else "RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    if kind is PaperKind.JPEG:
        bare.save(out, "JPEG", quality=JPEG_QUALITY)
    else:
        bare.save(out, "PNG")
    return out.getvalue()
