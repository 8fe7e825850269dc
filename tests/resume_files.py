"""Files for tests of résumés: small, real, and of nobody."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_pdf(words: str = "resume", *, password: str = "") -> bytes:
    """One page; locked when a password is given."""
    out = BytesIO()
    locked = StandardEncryption(password) if password else None
    canvas = Canvas(out, pagesize=A4, invariant=1, encrypt=locked)
    canvas.drawString(72, 720, words)
    canvas.save()
    return out.getvalue()


def a_photo(
    size: tuple[int, int] = (900, 1200), kind: str = "JPEG", turned: int = 0, words: str = ""
) -> bytes:
    """A photo of paper, with the place and device in it as phones write them."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((10, 10, size[0] - 10, size[1] // 3), fill="black")
    exif = Image.Exif()
    exif[0x0110] = words or "PHONE-MODEL-X"
    if turned:
        exif[0x0112] = turned
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def a_zip(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_docx(**more: bytes) -> bytes:
    """A Word document as far as its parts tell."""
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w:document/>",
    }
    return a_zip(parts | {name.replace("__", "/"): content for name, content in more.items()})


def an_hwpx(manifest: bytes = b"<manifest/>") -> bytes:
    """A new Hangul document."""
    return a_zip(
        {
            "mimetype": b"application/hwp+zip",
            "Contents/section0.xml": b"<hs:sec/>",
            "META-INF/manifest.xml": manifest,
        }
    )


def an_hwp(flags: int = 1) -> bytes:
    """An old Hangul document: an OLE file with the header stream."""
    header = (
        b"HWP Document File".ljust(32, b"\x00") + b"\x05\x00\x05\x00" + struct.pack("<I", flags)
    )
    return OLE + b"\x00" * 504 + header + b"\x00" * 512
