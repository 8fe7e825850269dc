"""Photos of a paper résumé, drawn anew: upright, no larger than reading needs, and without what
a camera writes beside the picture (place, device, time). Several become one PDF."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from festa.resumes.contents import ContentProblem, FileKind, Judged, NotTaken

LONGEST_SIDE = 2000  # pixels: 240 to the inch of A4
SHORTEST_SIDE = 300  # less cannot be read
# A JPEG is read at a fraction of its size, so a large one costs little; a PNG is read whole.
MOST_PIXELS_OF_JPEG, MOST_PIXELS_OF_PNG = 220_000_000, 40_000_000
QUALITY = 82
MARGIN = 14.0  # points


def photos_as_pdf(photos: Sequence[bytes]) -> Judged:
    """The photos as pages of one PDF, in their order; NotTaken when one cannot be drawn."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setProducer("Festa")
    for photo in photos:
        picture = redraw(photo)
        page = A4 if picture.height >= picture.width else (A4[1], A4[0])
        canvas.setPageSize(page)
        _place(canvas, picture, page)
        canvas.showPage()
    canvas.save()
    return Judged(FileKind.PHOTOS, out.getvalue(), len(photos))


def redraw(photo: bytes) -> Image.Image:
    """One photo, upright and bare; NotTaken when it is too large, too small or broken."""
    try:
        with Image.open(BytesIO(photo), formats=("JPEG", "PNG")) as opened:
            # Many phones write a small picture behind the large one: for Pillow an MPO, and a JPEG.
            is_png = opened.format == "PNG"
            most = MOST_PIXELS_OF_PNG if is_png else MOST_PIXELS_OF_JPEG
            if opened.width * opened.height > most:
                raise NotTaken(ContentProblem.PHOTO_TOO_LARGE)
            if min(opened.size) < SHORTEST_SIDE:
                raise NotTaken(ContentProblem.PHOTO_TOO_SMALL)
            if not is_png:
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            flat = _on_white(upright)
            flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return flat
    except Image.DecompressionBombError as large:
        raise NotTaken(ContentProblem.PHOTO_TOO_LARGE) from large
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise NotTaken(ContentProblem.BROKEN) from broken


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "P"}:
        layered = picture.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _place(canvas: Canvas, picture: Image.Image, page: tuple[float, float]) -> None:
    """As large as the page allows, in its middle; the JPEG goes in as it is."""
    packed = BytesIO()
    picture.save(packed, "JPEG", quality=QUALITY, optimize=True)
    packed.seek(0)
    scale = min(
        (page[0] - 2 * MARGIN) / picture.width,
        (page[1] - 2 * MARGIN) / picture.height,
    )
    width, height = picture.width * scale, picture.height * scale
    x, y = (page[0] - width) / 2, (page[1] - height) / 2
    canvas.drawImage(ImageReader(packed), x, y, width, height)
