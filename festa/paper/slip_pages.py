"""One numbered slip on one leaf: what to fill in on the front, what is agreed to on the back.

Nothing of a consent's text is cut or printed small: whoever signs must be able to read what they
agree to (대법원 2014두2638).
"""

from festa.badges.fonts import Weight
from festa.badges.plates import MM
from festa.paper.contents import ConsentBox, Pack, SlipPage
from festa.paper.sheet import (
    BOTTOM,
    HEIGHT,
    LEADING,
    LEFT,
    RIGHT,
    SOFT,
    TOP,
    Sheet,
    count_lines,
)

FIELD = 20 * MM
QR_SIDE = 25 * MM
FOOT = 26 * MM
TEXT = 10.5
SMALLEST_TEXT = 8.5
MOST_LINES = 12
AGREE = 31 * MM
BACK = 29 * MM


def draw_slip(sheet: Sheet, slip: SlipPage, pack: Pack) -> None:
    """Draw both sides of the slip; leaves begin on odd pages, for printers that turn them."""
    if sheet.pages % 2:
        sheet.begin()
        sheet.end()
    sheet.begin()
    y = _draw_head(sheet, slip, pack)
    for label in slip.fields:
        y -= FIELD
        sheet.write(LEFT, y + 5 * MM, label, 15, Weight.BOLD, room=52 * MM)
        sheet.rule(LEFT + 54 * MM, y + 3 * MM, RIGHT, thickness=0.9)
    y -= 12 * MM
    if pack.notice is not None:
        _draw_box(sheet, y, pack.notice, None, TEXT)
    sheet.write(LEFT, BOTTOM + 4 * MM, pack.labels.turn, 13, Weight.BOLD, room=RIGHT - LEFT)
    sheet.end()
    _draw_back(sheet, slip, pack)


def _draw_back(sheet: Sheet, slip: SlipPage, pack: Pack) -> None:
    sheet.begin()
    sheet.write(LEFT, HEIGHT - 16 * MM, pack.labels.consents, 13, Weight.BOLD, room=138 * MM)
    sheet.write(RIGHT, HEIGHT - 16.5 * MM, slip.number, 18, Weight.HEAVY, end=True)
    room = HEIGHT - BACK + 6 * MM - BOTTOM - FOOT
    size = TEXT
    while size > SMALLEST_TEXT and sum(_height(box, size) for box in pack.boxes) > room:
        size -= 0.25
    y = HEIGHT - BACK + 6 * MM
    for box in pack.boxes:
        _draw_box(sheet, y, box, pack.labels.agree, size)
        y -= _height(box, size)
    _draw_foot(sheet, pack)
    sheet.end()


def _height(box: ConsentBox, size: float) -> float:
    """How much room a text with a box to tick takes, at this size of its letters."""
    room = RIGHT - LEFT - AGREE
    lines = sum(count_lines(line, size, room) for line in box.lines)
    return 7.5 * MM + lines * size * LEADING + 3.5 * MM


def _draw_head(sheet: Sheet, slip: SlipPage, pack: Pack) -> float:
    top = HEIGHT - 16 * MM
    qr_x, qr_y = RIGHT - QR_SIDE, top - QR_SIDE
    sheet.qr(qr_x, qr_y, QR_SIDE, slip.qr)
    room = qr_x - LEFT - 8 * MM
    sheet.write(LEFT, top - 6 * MM, slip.title, 21, Weight.HEAVY, room=room - 46 * MM)
    sheet.write(qr_x - 8 * MM, top - 6.5 * MM, slip.number, 24, Weight.HEAVY, end=True)
    sheet.write(qr_x - 8 * MM, top - 11.5 * MM, pack.labels.number, 8.5, colour=SOFT, end=True)
    sheet.write(LEFT, top - 13.5 * MM, pack.title, 10.5, colour=SOFT, room=room - 30 * MM)
    sheet.paragraph(LEFT, top - 15.5 * MM, slip.lead, 10.5, room)
    return min(qr_y - 3 * MM, TOP - 20 * MM)


def _draw_box(sheet: Sheet, y: float, box: ConsentBox, agree: str | None, size: float) -> None:
    """Draw one text below y, with a box to tick when it asks."""
    inner = LEFT
    if agree is not None:
        sheet.rule(LEFT, y, RIGHT)
        sheet.tick_box(LEFT, y - 9 * MM, 6.4 * MM)
        sheet.write(LEFT + 8.5 * MM, y - 6.8 * MM, agree, 11.5, Weight.BOLD, room=21 * MM)
        inner = LEFT + AGREE
    sheet.write(inner, y - 6.4 * MM, box.title, 12, Weight.BOLD, room=RIGHT - inner)
    y -= 7.5 * MM
    for line in box.lines:
        y = sheet.paragraph(inner, y, line, size, RIGHT - inner, MOST_LINES, least=size)


def _draw_foot(sheet: Sheet, pack: Pack) -> None:
    y = BOTTOM + 4 * MM
    sheet.rule(LEFT, BOTTOM + FOOT - 3 * MM, RIGHT)
    sheet.paragraph(LEFT, BOTTOM + FOOT - 3 * MM, pack.labels.refusal, 9, RIGHT - LEFT)
    sheet.write(LEFT, y, pack.labels.written, 11, Weight.BOLD, room=18 * MM)
    for place, unit in enumerate(pack.labels.moment):
        x = LEFT + (20 + place * 17) * MM
        sheet.rule(x, y - 1.5 * MM, x + 10 * MM, thickness=0.9)
        sheet.write(x + 11 * MM, y, unit, 10, colour=SOFT, room=6 * MM)
    sheet.write(LEFT + 92 * MM, y, pack.labels.signature, 11, Weight.BOLD, room=22 * MM)
    sheet.rule(LEFT + 116 * MM, y - 1.5 * MM, RIGHT, thickness=0.9)
