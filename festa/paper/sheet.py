"""An A4 page that fills from top to bottom: words that fit, rules, boxes to tick, QR codes."""

from typing import BinaryIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from reportlab.lib.colors import Color, HexColor, black, white

from festa.badges.fit import fit_text
from festa.badges.fonts import Weight, drawable, width
from festa.badges.plates import MM
from festa.badges.stream import StreamingCanvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 15 * MM
LEFT, RIGHT = MARGIN, WIDTH - MARGIN
TOP, BOTTOM = HEIGHT - 24 * MM, 16 * MM
BRAND = HexColor("#006d6a")
MIST = HexColor("#e6f2f1")
SOFT = HexColor("#4c5a57")
LINE = HexColor("#c3ccc9")
QUIET = 4
LEADING = 1.4

_MAKER = "Festa"


class Sheet:
    """A drawing surface over a canvas that forgets each page once it is written."""

    def __init__(self, out: BinaryIO, title: str, page_word: str, foot: str) -> None:
        self.canvas = StreamingCanvas(out, (WIDTH, HEIGHT), Weight.REGULAR.value)
        self.canvas.setTitle(drawable(title))
        self.canvas.setAuthor(_MAKER)
        self.canvas.setCreator(_MAKER)
        self.title = title
        self.pages = 0
        self._page_word = page_word
        self._foot = foot

    def begin(self, heading: str = "") -> None:
        """Begin a page with its heading on the left and the fair on the right."""
        self.pages += 1
        if heading:
            self.write(LEFT, HEIGHT - 15 * MM, heading, 14, Weight.BOLD, room=110 * MM)
            self.write(RIGHT, HEIGHT - 15 * MM, self.title, 9, colour=SOFT, room=65 * MM, end=True)
            self.rule(LEFT, HEIGHT - 18 * MM, RIGHT, BRAND, 1.2)

    def end(self) -> None:
        """Write the foot and turn the page."""
        number = self._page_word.format(number=self.pages)
        self.write(LEFT, 9 * MM, self._foot, 8, colour=SOFT, room=130 * MM)
        self.write(RIGHT, 9 * MM, number, 8, colour=SOFT, end=True)
        self.canvas.showPage()

    def save(self) -> int:
        """Finish the file; the number of its pages."""
        self.canvas.save()
        return self.pages

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        weight: Weight = Weight.REGULAR,
        *,
        colour: Color = black,
        room: float | None = None,
        end: bool = False,
    ) -> None:
        """Write one line from x on, or up to x; smaller where the room is short, never beyond it."""
        text = drawable(text)
        if room is not None and width(text, weight) * size > room:
            fitted = fit_text(text, room, size, size * 0.7, 1, weight)
            text, size = (fitted.lines[0] if fitted.lines else ""), fitted.size
        if not text:
            return
        if end:
            x -= width(text, weight) * size
        self.canvas.setFillColor(colour)
        line = self.canvas.beginText(x, y)
        line.setFont(weight.value, size)
        line.textOut(text)
        self.canvas.drawText(line)

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        room: float,
        lines: int = 2,
        least: float | None = None,
    ) -> float:
        """Write a text in at most so many lines below y; returns where the next may begin.

        Letters shrink to `least` (three quarters unless said) before a word is cut.
        """
        fitted = fit_text(drawable(text), room, size, least or size * 0.75, lines, Weight.REGULAR)
        for line in fitted.lines:
            y -= fitted.size * LEADING
            self.write(x, y, line, fitted.size, colour=SOFT)
        return y

    def rule(
        self, x: float, y: float, to: float, colour: Color = LINE, thickness: float = 0.6
    ) -> None:
        """Draw a level line."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x, y, to, y)

    def band(self, x: float, y: float, room: float, height: float, text: str) -> None:
        """Write a heading on a light band."""
        self.canvas.setFillColor(MIST)
        self.canvas.rect(x, y, room, height, stroke=0, fill=1)
        self.write(x + 2 * MM, y + height * 0.28, text, height * 0.62, Weight.BOLD, room=room - 12)

    def tick_box(self, x: float, y: float, side: float, ticked: bool = False) -> None:
        """Draw a box for a pen; ticked when the answer is known already."""
        self.canvas.setStrokeColor(black)
        self.canvas.setFillColor(white)
        self.canvas.setLineWidth(0.9)
        self.canvas.rect(x, y, side, side, stroke=1, fill=1)
        if ticked:
            self.canvas.setLineWidth(1.4)
            self.canvas.line(x + side * 0.2, y + side * 0.5, x + side * 0.42, y + side * 0.22)
            self.canvas.line(x + side * 0.42, y + side * 0.22, x + side * 0.82, y + side * 0.82)

    def qr(self, x: float, y: float, side: float, digits: str) -> None:
        """Draw a code whose dark modules begin at x, y; the caller leaves four modules around."""
        code = qrcode.QRCode(1, ERROR_CORRECT_M, border=0)
        code.add_data(digits)
        code.make(fit=True)
        modules = code.modules
        count = len(modules)
        runs = [
            f"{start} {count - 1 - row} {length} 1 re"
            for row, line in enumerate(modules)
            for start, length in _runs([bool(dark) for dark in line])
        ]
        unit = f"{side / count:.4f}"
        self.canvas.setFillColor(black)
        self.canvas.addLiteral(f"q {unit} 0 0 {unit} {x:.2f} {y:.2f} cm {' '.join(runs)} f Q")


def count_lines(text: str, size: float, room: float, most: int = 12) -> int:
    """In how many lines a paragraph will stand."""
    return len(fit_text(drawable(text), room, size, size, most, Weight.REGULAR).lines)


def _runs(line: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(line):
        if not dark:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs
