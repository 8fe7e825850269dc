"""A badge that is printed before its name is known: a large number, and a line to write on."""

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas

from festa.badges.background import SOFT
from festa.badges.face import BadgeFace
from festa.badges.fonts import Weight, drawable
from festa.badges.plates import Plate

_NUMBER_SHARE = 0.46  # of the room for words
_CAPITALS = 0.74  # of the size, the height of digits
_LARGEST = 60.0
_ADVANCE = 0.62  # of the size, what one heavy digit takes, with the sign before them


def draw_blank(canvas: Canvas, face: BadgeFace, plate: Plate) -> None:
    """Draw the number on top of the room for words, and a line for a pen at its foot."""
    room = plate.words_top - plate.words_bottom
    widest = plate.words_width / (len(face.number) + 1) / _ADVANCE
    size = min(room * _NUMBER_SHARE / _CAPITALS, _LARGEST, widest)
    canvas.setFillColor(black)
    canvas.setFont(Weight.HEAVY.value, size)
    baseline = plate.words_top - room * 0.06 - size * _CAPITALS
    canvas.drawString(plate.margin, baseline, f"#{face.number}")
    line = plate.words_bottom + room * 0.08
    canvas.setStrokeColor(black)
    canvas.setLineWidth(0.8)
    canvas.line(plate.margin, line, plate.margin + plate.words_width, line)
    canvas.saveState()  # the label's grey ends here: the number and the QR after it are black
    canvas.setFillColor(black if plate.one_colour else SOFT)
    canvas.setFont(Weight.REGULAR.value, plate.label_size)
    canvas.drawString(plate.margin, line + 3, drawable(face.number_label))
    canvas.restoreState()
