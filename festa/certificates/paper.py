"""A certificate as PDF: one A4 page, its facts as rows, a QR that leads to the check."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from festa.badges.fonts import Weight, drawable, width

MM = 72 / 25.4
INK, SOFT, LINE = HexColor("#17211f"), HexColor("#4c5a57"), HexColor("#d8dedb")
WIDTH, HEIGHT = A4
LEFT, RIGHT = 28 * MM, WIDTH - 28 * MM
LABEL = 40 * MM
ROW = 13 * MM
QR_SIZE = 30 * MM
SMALLEST = 8.0


@dataclass(frozen=True)
class CertificateFace:
    """Every word on the paper, in the order of reading; translated by the caller."""

    title: str
    number_label: str
    number: str
    rows: tuple[tuple[str, str], ...]
    statement: str
    day: str
    issuers: tuple[str, ...]
    check_address: str
    check_hint: str
    colour: str


def draw_certificate(face: CertificateFace) -> bytes:
    """The page; `festa.badges.fonts.register` comes first."""
    held = BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setTitle(face.title)
    _frame(canvas, face.colour)
    y = _head(canvas, face)
    y = _rows(canvas, face, y)
    _middle(canvas, face.statement, y - 26 * MM, 15, Weight.REGULAR)
    _middle(canvas, face.day, y - 44 * MM, 13, Weight.REGULAR)
    _issuers(canvas, face.issuers, y - 60 * MM)
    _check(canvas, face)
    canvas.showPage()
    canvas.save()
    return held.getvalue()


def _frame(canvas: Canvas, colour: str) -> None:
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(2.2)
    canvas.rect(14 * MM, 14 * MM, WIDTH - 28 * MM, HEIGHT - 28 * MM)
    canvas.setLineWidth(0.5)
    canvas.rect(16 * MM, 16 * MM, WIDTH - 32 * MM, HEIGHT - 32 * MM)


def _head(canvas: Canvas, face: CertificateFace) -> float:
    _write(canvas, LEFT, HEIGHT - 30 * MM, f"{face.number_label} {face.number}", 10, SOFT)
    _middle(canvas, face.title, HEIGHT - 58 * MM, 34, Weight.HEAVY, stretch=8)
    return HEIGHT - 78 * MM


def _rows(canvas: Canvas, face: CertificateFace, top: float) -> float:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.7)
    canvas.line(LEFT, top, RIGHT, top)
    for label, value in face.rows:
        base = top - ROW + 4.6 * MM
        _write(canvas, LEFT + 2 * MM, base, label, 12, SOFT)
        _fitted(canvas, LEFT + LABEL, base, value, RIGHT - LEFT - LABEL - 2 * MM)
        top -= ROW
        canvas.line(LEFT, top, RIGHT, top)
    return top


def _issuers(canvas: Canvas, issuers: tuple[str, ...], y: float) -> None:
    for issuer in issuers:
        _middle(canvas, issuer, y, 17, Weight.BOLD)
        y -= 10 * MM


def _check(canvas: Canvas, face: CertificateFace) -> None:
    """The QR at the foot, with the address for whoever has no camera."""
    code = QrCodeWidget(face.check_address, barLevel="M", barBorder=4)
    code.barWidth = code.barHeight = QR_SIZE
    drawing = Drawing(QR_SIZE, QR_SIZE)
    drawing.add(code)
    renderPDF.draw(drawing, canvas, LEFT - 4 * MM, 22 * MM)
    x = LEFT + QR_SIZE
    _write(canvas, x, 40 * MM, face.check_hint, 10, SOFT)
    _write(canvas, x, 34 * MM, face.check_address, 10, INK)


def _fitted(canvas: Canvas, x: float, y: float, text: str, room: float) -> None:
    """A value on one line, smaller when it is long; never cut."""
    text = drawable(text)
    wide = width(text, Weight.BOLD)
    size = min(14.0, room / wide) if wide else 14.0
    _write(canvas, x, y, text, max(size, SMALLEST), INK, Weight.BOLD)


def _middle(
    canvas: Canvas, text: str, y: float, size: float, weight: Weight, stretch: float = 0
) -> None:
    text = drawable(text)
    wide = width(text, weight) * size + stretch * max(len(text) - 1, 0)
    size = size * min(1.0, (RIGHT - LEFT) / wide) if wide else size
    wide = width(text, weight) * size + stretch * max(len(text) - 1, 0)
    _write(canvas, (WIDTH - wide) / 2, y, text, size, INK, weight, stretch)


def _write(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    size: float,
    colour: HexColor,
    weight: Weight = Weight.REGULAR,
    stretch: float = 0,
) -> None:
    line = canvas.beginText(x, y)
    line.setFont(weight.value, size)
    line.setFillColor(colour)
    line.setCharSpace(stretch)
    line.textOut(drawable(text))
    canvas.drawText(line)
