"""What a sheet carries beside its badges: where to cut it, or how to fold it. No words."""

from __future__ import annotations

from reportlab.lib.colors import HexColor, white
from reportlab.pdfgen.canvas import Canvas

from festa.badges.fonts import Weight
from festa.badges.plates import MM, Sheet

_INK = HexColor("#8b9693")
_TICK = 5 * MM
_THIN = 0.35
_STEP = 26 * MM  # from one picture of the folding to the next


def draw_furniture(canvas: Canvas, sheet: Sheet) -> None:
    """Draw the lines to cut or fold along, and for a folded sheet three pictures of the folding."""
    canvas.setStrokeColor(_INK)
    canvas.setLineWidth(_THIN)
    _draw_lines(canvas, sheet, ticks=not sheet.folds)
    if sheet.folds:
        _draw_folding(canvas, sheet)


def _draw_lines(canvas: Canvas, sheet: Sheet, ticks: bool) -> None:
    middle, half = sheet.width / 2, sheet.height / 2
    canvas.setDash(1.5, 3)
    canvas.line(middle, 0, middle, sheet.height)
    canvas.line(0, half, sheet.width, half)
    canvas.setDash()
    if ticks:
        canvas.line(middle, 0, middle, _TICK)
        canvas.line(middle, sheet.height - _TICK, middle, sheet.height)
        canvas.line(0, half, _TICK, half)
        canvas.line(sheet.width - _TICK, half, sheet.width, half)
        canvas.line(middle - _TICK, half, middle + _TICK, half)
        canvas.line(middle, half - _TICK, middle, half + _TICK)


def _draw_folding(canvas: Canvas, sheet: Sheet) -> None:
    """Draw, over the faces: fold the upper half back, fold the left half back, wear it."""
    canvas.setLineWidth(0.8)
    x, y = sheet.width / 4 - _STEP, sheet.height * 0.75
    _draw_paper(canvas, x, y, 20 * MM, "1")
    canvas.setDash(2, 2)
    canvas.line(x - 9 * MM, y, x + 9 * MM, y)
    canvas.setDash()
    _draw_arrow(canvas, x + _STEP / 2, y)
    _draw_paper(canvas, x + _STEP, y, 10 * MM, "2")
    canvas.setDash(2, 2)
    canvas.line(x + _STEP, y - 7 * MM, x + _STEP, y + 7 * MM)
    canvas.setDash()
    _draw_arrow(canvas, x + _STEP * 1.5, y)
    _draw_worn(canvas, x + _STEP * 2, y)


def _draw_paper(canvas: Canvas, x: float, y: float, height: float, number: str) -> None:
    """Draw the sheet with the bands of its two faces, and the number of the fold under it."""
    width, bottom = 14 * MM, y - height / 2
    canvas.setFillColor(white)
    canvas.rect(x - width / 2, bottom, width, height, stroke=1, fill=1)
    canvas.setFillColor(_INK)
    canvas.rect(x - width / 2, bottom + 8 * MM, width, 2 * MM, stroke=0, fill=1)
    canvas.setFont(Weight.BOLD.value, 11)
    canvas.drawCentredString(x, y - 17 * MM, number)


def _draw_arrow(canvas: Canvas, x: float, y: float) -> None:
    arrow = canvas.beginPath()
    arrow.moveTo(x - 1 * MM, y + 1.6 * MM)
    arrow.lineTo(x + 1.4 * MM, y)
    arrow.lineTo(x - 1 * MM, y - 1.6 * MM)
    arrow.close()
    canvas.setFillColor(_INK)
    canvas.drawPath(arrow, stroke=0, fill=1)


def _draw_worn(canvas: Canvas, x: float, y: float) -> None:
    """Draw the finished badge on its lanyard."""
    width, height = 7 * MM, 10 * MM
    top = y + height / 2
    canvas.line(x, top, x - 3 * MM, top + 7 * MM)
    canvas.line(x, top, x + 3 * MM, top + 7 * MM)
    canvas.setFillColor(white)
    canvas.rect(x - width / 2, y - height / 2, width, height, stroke=1, fill=1)
    canvas.setFillColor(_INK)
    canvas.rect(x - width / 2, top - 2 * MM, width, 2 * MM, stroke=0, fill=1)
