"""A number on paper: a label of 62 mm for a desk's printer, or eight slips on an A4 sheet to cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from reportlab.lib.colors import HexColor, black
from reportlab.pdfgen.canvas import Canvas

from festa.badges.fit import fit_text
from festa.badges.fonts import Weight, drawable, width
from festa.badges.plates import MM

SOFT, LINE = HexColor("#4c5a57"), HexColor("#8b9a95")
LABEL = (62 * MM, 70 * MM)
SHEET = (210 * MM, 297 * MM)
COLUMNS, ROWS = 2, 4
MARGIN = 4 * MM
SMALLEST = 7.0


class SlipPaper(StrEnum):
    """What a slip is printed on."""

    LABEL = "label"
    A4 = "a4"


@dataclass(frozen=True)
class NumberSlip:
    """Every word of a slip, translated by the caller. It names nobody: it lies about in a hall."""

    number: str
    employer: str
    place: str
    given: str
    waits: str
    rule: str
    fair: str


def draw_slips(slips: Sequence[NumberSlip], paper: SlipPaper) -> bytes:
    """The pages; `festa.badges.fonts.register` comes first."""
    held = BytesIO()
    size = LABEL if paper is SlipPaper.LABEL else SHEET
    canvas = Canvas(held, pagesize=size, invariant=1)
    canvas.setTitle(", ".join(slip.number for slip in slips))
    canvas.setViewerPreference("PrintScaling", "None")
    if paper is SlipPaper.LABEL:
        for slip in slips:
            _draw(canvas, slip, 0, 0, *LABEL)
            canvas.showPage()
    else:
        _draw_sheets(canvas, slips)
    canvas.save()
    return held.getvalue()


def _draw_sheets(canvas: Canvas, slips: Sequence[NumberSlip]) -> None:
    room_x, room_y = SHEET[0] / COLUMNS, SHEET[1] / ROWS
    for start in range(0, len(slips), COLUMNS * ROWS):
        canvas.setStrokeColor(LINE)
        canvas.setDash(3, 3)
        canvas.line(room_x, 0, room_x, SHEET[1])
        for row in range(1, ROWS):
            canvas.line(0, row * room_y, SHEET[0], row * room_y)
        for place, slip in enumerate(slips[start : start + COLUMNS * ROWS]):
            x = place % COLUMNS * room_x
            y = SHEET[1] - (place // COLUMNS + 1) * room_y
            _draw(canvas, slip, x, y, room_x, room_y)
        canvas.showPage()


def _draw(canvas: Canvas, slip: NumberSlip, x: float, y: float, wide: float, high: float) -> None:
    """One slip in its rectangle: the number as large as fits, where it counts, how long about."""
    middle, room = x + wide / 2, wide - 2 * MARGIN
    top = y + high - MARGIN
    top = _lines(canvas, slip.fair, middle, top, room, 8, 1, soft=True)
    size = min(58.0, room / width(slip.number, Weight.HEAVY))
    top -= size * 0.92
    _write(canvas, slip.number, middle, top, size, Weight.HEAVY)
    top -= 2.5 * MM
    top = _lines(canvas, slip.employer, middle, top, room, 14, 2, Weight.BOLD)
    top = _lines(canvas, slip.place, middle, top - 1 * MM, room, 12, 1)
    top = _lines(canvas, slip.waits, middle, top - 1 * MM, room, 11, 1, Weight.BOLD)
    top = _lines(canvas, slip.given, middle, top - 0.5 * MM, room, 8.5, 1, soft=True)
    _lines(canvas, slip.rule, middle, top - 1 * MM, room, 8.5, 3, soft=True)


def _lines(
    canvas: Canvas,
    text: str,
    middle: float,
    top: float,
    room: float,
    size: float,
    most: int,
    weight: Weight = Weight.REGULAR,
    *,
    soft: bool = False,
) -> float:
    fitted = fit_text(drawable(text), room, size, SMALLEST, most, weight)
    for line in fitted.lines:
        top -= fitted.size * 1.3
        _write(canvas, line, middle, top, fitted.size, weight, soft=soft)
    return top


def _write(
    canvas: Canvas,
    text: str,
    middle: float,
    y: float,
    size: float,
    weight: Weight,
    *,
    soft: bool = False,
) -> None:
    text = drawable(text)
    canvas.setFillColor(SOFT if soft else black)
    line = canvas.beginText(middle - width(text, weight) * size / 2, y)
    line.setFont(weight.value, size)
    line.textOut(text)
    canvas.drawText(line)
