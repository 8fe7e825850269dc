"""A film of real badges for the camera of a browser: printed, photographed at an angle, a little blurred."""

import random
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter

SIZE = (640, 480)
FRAMES = 30  # of one badge; the browser's made-up camera shows about thirty in a second
GAP = 10  # frames of an empty counter between two badges
A6_HEIGHT = 148 / 25.4 * 72


def photograph(page: Image.Image, seed: int) -> Image.Image:
    """One frame: the badge held to the camera, slightly turned and out of the middle."""
    chance = random.Random(seed)
    frame = _counter()
    height = 470 + chance.randrange(-20, 30)
    badge = page.resize(
        (round(page.width * height / page.height), height), Image.Resampling.LANCZOS
    )
    badge = badge.convert("RGBA").rotate(
        chance.uniform(-9, 9), Image.Resampling.BICUBIC, expand=True
    )
    left = (SIZE[0] - badge.width) // 2 + chance.randrange(-25, 25)
    # The QR stands in the lower half of a badge: people lift that part to the lens.
    top = (SIZE[1] - badge.height) // 2 + chance.randrange(-40, 0)
    frame.paste(badge, (left, top), badge)
    return frame.filter(ImageFilter.GaussianBlur(0.7))


def _counter() -> Image.Image:
    return Image.linear_gradient("L").resize(SIZE).point(lambda v: 90 + v // 4).convert("RGB")


def render(pdf: bytes) -> Image.Image:
    """The first page of a badge, as a printer would put it on paper at 150 dpi."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil()


def shoot(badges: Iterable[bytes], film: Path) -> Path:
    """Write a film (Motion JPEG, the one kind a browser's camera plays for us) of these badges."""
    with film.open("wb") as out:
        for number, pdf in enumerate(badges):
            page = render(pdf)
            for frame in (photograph(page, number * 100 + turn) for turn in range(FRAMES // 5)):
                picture = _jpeg(frame)
                for _ in range(5):
                    out.write(picture)
            for _ in range(GAP):
                out.write(_jpeg(_counter()))
    return film


def _jpeg(frame: Image.Image) -> bytes:
    held = BytesIO()
    frame.save(held, "JPEG", quality=80)
    return held.getvalue()
