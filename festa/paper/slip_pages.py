"""One numbered slip on one page: fields, consents in short, when it was written, a signature."""

from festa.badges.fonts import Weight
from festa.badges.plates import MM
from festa.paper.contents import ConsentBox, Pack, SlipPage
from festa.paper.sheet import BOTTOM, HEIGHT, LEFT, RIGHT, SOFT, TOP, Sheet

FIELD = 14 * MM
QR_SIDE = 25 * MM
FOOT = 26 * MM


def draw_slip(sheet: Sheet, slip: SlipPage, pack: Pack) -> None:
    """Draw the slip; its consents share the room that is left."""
    sheet.begin()
    y = _draw_head(sheet, slip, pack)
    for label in slip.fields:
        y -= FIELD
        sheet.write(LEFT, y + 4.5 * MM, label, 12, Weight.BOLD, room=42 * MM)
        sheet.rule(LEFT + 44 * MM, y + 2.5 * MM, RIGHT, thickness=0.9)
    y -= 4 * MM
    if pack.notice is not None:
        y = _draw_box(sheet, y, pack.notice, None)
    sheet.write(LEFT, y - 7 * MM, pack.labels.consents, 12.5, Weight.BOLD, room=RIGHT - LEFT)
    y -= 9 * MM
    room = (y - BOTTOM - FOOT) / max(1, len(pack.boxes))
    for box in pack.boxes:
        bottom = y - room
        _draw_box(sheet, y, box, pack.labels.agree)
        y = bottom
    _draw_foot(sheet, pack)
    sheet.end()


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


def _draw_box(sheet: Sheet, y: float, box: ConsentBox, agree: str | None) -> float:
    """Draw one text below y, with a box to tick when it asks; returns where it ends."""
    inner = LEFT
    if agree is not None:
        sheet.rule(LEFT, y, RIGHT)
        sheet.tick_box(LEFT, y - 8.4 * MM, 5.6 * MM)
        sheet.write(LEFT + 7.5 * MM, y - 6.6 * MM, agree, 11, Weight.BOLD, room=20 * MM)
        inner = LEFT + 29 * MM
    sheet.write(inner, y - 6.2 * MM, box.title, 11.5, Weight.BOLD, room=RIGHT - inner)
    y -= 7 * MM
    for line in box.lines:
        y = sheet.paragraph(inner, y, line, 9, RIGHT - inner, lines=2)
    return y - 1 * MM


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
