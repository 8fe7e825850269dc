"""What is taken as a paper, and what hostile files come to."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from festa.onboarding.papers import (
    MOST_BYTES,
    Paper,
    PaperKind,
    PaperProblem,
    read_paper,
)
from tests.integration.onboarding.road import pdf, picture

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def zipped() -> bytes:
    """An archive whose contents are a thousand times as large."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"0" * 3_000_000)
    return out.getvalue()


def huge_png() -> bytes:
    """A few bytes that claim to be a picture of ten thousand million dots."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b"")]
    out = b"\x89PNG\r\n\x1a\n"
    for kind, body in chunks:
        out += struct.pack(">I", len(body)) + kind + body
        out += struct.pack(">I", zlib.crc32(kind + body))
    return out


def two_in_one() -> bytes:
    """A photo with a second picture behind it, as many phones write them."""
    shot, out = Image.new("RGB", (40, 30), "#336699"), BytesIO()
    shot.save(out, "MPO", save_all=True, append_images=[shot.resize((20, 15))])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), PaperKind.PDF),
        (picture("JPEG"), PaperKind.JPEG),
        (picture("PNG"), PaperKind.PNG),
        (two_in_one(), PaperKind.JPEG),
    ],
)
def test_a_paper_is_known_by_what_it_is(content: bytes, kind: PaperKind) -> None:
    paper = read_paper(content)
    assert isinstance(paper, Paper)
    assert paper.kind is kind


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", PaperProblem.EMPTY),
        (HTML, PaperProblem.WRONG_KIND),
        (b"%PDF-1.7\n" + HTML + b"\n%%EOF", PaperProblem.NOT_PLAIN),
        (HTML + pdf(), PaperProblem.WRONG_KIND),
        (pdf() + HTML, PaperProblem.NOT_PLAIN),
        (pdf() + zipped(), PaperProblem.NOT_PLAIN),
        (pdf().replace(b"/Type /Catalog", b"/OpenAction << /S /JavaScript >> /Type /Catalog"),
         PaperProblem.NOT_PLAIN),
        (pdf().replace(b"/Type /Catalog", b"/OpenAction << /S /J#61vaScript >> /Type /Catalog"),
         PaperProblem.NOT_PLAIN),
        (b"%PDF-1.7\nnothing else\n%%EOF", PaperProblem.BROKEN),
        (pdf()[:200], PaperProblem.BROKEN),
        (pdf(21), PaperProblem.TOO_MANY_PAGES),
        (zipped(), PaperProblem.WRONG_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", PaperProblem.WRONG_KIND),
        (picture("GIF"), PaperProblem.WRONG_KIND),
        (picture("PNG")[:60], PaperProblem.BROKEN),
        (huge_png(), PaperProblem.TOO_LARGE),
        (b"%PDF-" + b"0" * MOST_BYTES, PaperProblem.TOO_LARGE),
    ],
    ids=lambda value: str(value)[:16] if isinstance(value, PaperProblem) else "bytes",
)  # fmt: skip
def test_what_is_no_plain_paper_is_refused_by_name(content: bytes, problem: PaperProblem) -> None:
    assert read_paper(content) is problem


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_rides_behind_a_picture(kind: str) -> None:
    for rider in (HTML, zipped()):
        paper = read_paper(picture(kind) + rider)
        assert isinstance(paper, Paper)
        assert rider[:20] not in paper.content
        assert len(paper.content) < 5_000


def test_a_photograph_loses_its_place_and_stays_upright() -> None:
    shot = Image.new("RGB", (60, 20), "red")
    exif = shot.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "a place nobody shall know"
    out = BytesIO()
    shot.save(out, "JPEG", exif=exif)
    paper = read_paper(out.getvalue())
    assert isinstance(paper, Paper)
    assert b"nobody shall know" in out.getvalue()
    assert b"nobody shall know" not in paper.content
    assert Image.open(BytesIO(paper.content)).size == (20, 60)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]),
)
def test_no_bytes_break_the_reader(rest: bytes, begins: bytes) -> None:
    assert isinstance(read_paper(begins + rest), Paper | PaperProblem)
