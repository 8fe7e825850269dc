"""Badges as PDF: faces in, bytes out, any number of them in the memory of one page.

`fonts.register(directory)` comes first, once for the process.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from io import BytesIO
from itertools import chain, islice
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from festa.badges import qr
from festa.badges.background import draw_background
from festa.badges.blank import draw_blank
from festa.badges.code import show_short
from festa.badges.face import BadgeFace, Layout
from festa.badges.fonts import Weight, drawable, width
from festa.badges.furniture import draw_furniture
from festa.badges.plates import SHEETS, Plate, Sheet
from festa.badges.stream import StreamingCanvas
from festa.badges.words import PlacedLine, fit_words, place

_FURNITURE = "furniture"
_MAKER = "Festa"


def draw_badges(faces: Iterable[BadgeFace], layout: Layout, out: BinaryIO) -> int:
    """Write a PDF of all faces to `out` and return their number; no faces, nothing written."""
    remaining = iter(faces)
    first = next(remaining, None)
    if first is None:
        return 0
    sheet = SHEETS[layout]
    canvas = StreamingCanvas(out, (sheet.width, sheet.height), Weight.REGULAR.value)
    canvas.setTitle(drawable(first.fair_title))
    canvas.setAuthor(_MAKER)
    canvas.setCreator(_MAKER)
    painter = _Painter(canvas, sheet)
    count = 0
    for page in _pages(chain([first], remaining), len(sheet.spots)):
        painter.draw_page(page)
        count += len(page)
    canvas.save()
    return count


def draw_one(face: BadgeFace, layout: Layout) -> bytes:
    """Return the PDF of one badge."""
    out = BytesIO()
    draw_badges([face], layout, out)
    return out.getvalue()


def _pages(faces: Iterator[BadgeFace], size: int) -> Iterator[list[BadgeFace]]:
    while page := list(islice(faces, size)):
        yield page


class _Painter:
    """Draws faces on one canvas; backgrounds are drawn at their first use and then referred to."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self._canvas = canvas
        self._sheet = sheet
        self._backgrounds: dict[Hashable, str] = {}
        if len(sheet.spots) > 1 or sheet.folds:
            canvas.beginForm(_FURNITURE, 0, 0, sheet.width, sheet.height)
            draw_furniture(canvas, sheet)
            canvas.endForm()
            self._backgrounds[_FURNITURE] = _FURNITURE

    def draw_page(self, faces: list[BadgeFace]) -> None:
        """Draw a page of as many faces as the sheet has spots, or fewer."""
        for face, spots in zip(faces, self._sheet.spots, strict=False):
            for spot in spots:
                self._canvas.saveState()
                self._canvas.translate(spot.x, spot.y)
                self._draw_face(face)
                self._canvas.restoreState()
        if _FURNITURE in self._backgrounds:
            self._canvas.doForm(_FURNITURE)
        self._canvas.showPage()

    def _draw_face(self, face: BadgeFace) -> None:
        plate = self._sheet.plate
        self._canvas.doForm(self._background(face))
        if face.number:
            draw_blank(self._canvas, face, plate)
        else:
            self._draw_words(face, plate)
        self._draw_number(face.short_code, plate)
        self._draw_qr(face.code, plate)

    def _draw_words(self, face: BadgeFace, plate: Plate) -> None:
        words = fit_words(face, plate)
        names, lines = place(words, plate)
        for line in names:
            self._write(plate.margin, line, Weight.HEAVY, words.name.stretch)
        for line in lines:
            self._write(plate.margin, line, Weight.REGULAR)

    def _draw_number(self, short_code: str, plate: Plate) -> None:
        shown = show_short(short_code)
        lines = [shown] if plate.number_lines == 1 else shown.split()
        for index, line in enumerate(lines):
            left = plate.number_x - width(line, Weight.HEAVY) * plate.number_size
            baseline = plate.number_y + (len(lines) - 1 - index) * plate.number_size
            self._write(left, PlacedLine(line, plate.number_size, baseline), Weight.HEAVY)

    def _draw_qr(self, code: str, plate: Plate) -> None:
        """Draw the code's modules as one path: neighbours leave no seam, and it is small."""
        side = f"{plate.qr_side / qr.MODULES:.4f}"
        self._canvas.addLiteral(
            f"q {side} 0 0 {side} {plate.qr_x:.2f} {plate.qr_y:.2f} cm {qr.path(code)} f Q"
        )

    def _write(self, x: float, line: PlacedLine, weight: Weight, stretch: float = 1.0) -> None:
        text = self._canvas.beginText(x, line.baseline)
        text.setFont(weight.value, line.size)
        if stretch < 1:
            text.setHorizScale(stretch * 100)
        text.textOut(line.text)
        if stretch < 1:
            text.setHorizScale(100)
        self._canvas.drawText(text)

    def _background(self, face: BadgeFace) -> str:
        shared = (
            face.kind,
            face.role,
            face.fair_title,
            face.date_text,
            face.code_label,
            face.stops,
            face.current,
        )
        name = self._backgrounds.get(shared)
        if name is None:
            name = self._backgrounds[shared] = f"b{len(self._backgrounds)}"
            plate = self._sheet.plate
            self._canvas.beginForm(name, 0, 0, plate.width, plate.height)
            draw_background(self._canvas, face, plate)
            self._canvas.endForm()
        return name
