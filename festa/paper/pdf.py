"""The paper pack as PDF, written page by page: the day goes on when nothing else does.

`festa.badges.fonts.register(directory)` comes first, once for the process.
"""

from collections.abc import Iterable
from typing import BinaryIO

from festa.badges.code import show_short
from festa.badges.fonts import Weight
from festa.badges.plates import MM
from festa.paper.contents import DoorGroup, DoorRow, Labels, Pack, SlotRow, TablePage
from festa.paper.sheet import BOTTOM, BRAND, HEIGHT, LEADING, LEFT, RIGHT, SOFT, TOP, Sheet
from festa.paper.slip_pages import draw_slip

COLUMNS = 2
GUTTER = 8 * MM
COLUMN = (RIGHT - LEFT - GUTTER * (COLUMNS - 1)) / COLUMNS
ROW = 7.4 * MM
SLOT_ROW = 8.6 * MM
HEAD = 13 * MM
STEP = 12  # points


def draw_pack(pack: Pack, out: BinaryIO) -> int:
    """Write the pack to `out` and return the number of its pages."""
    sheet = Sheet(out, pack.title, pack.labels.page, pack.labels.shred)
    _draw_cover(sheet, pack)
    _draw_doors(sheet, pack.doors, pack.labels.door, pack.labels, pack.labels.begun)
    _draw_doors(sheet, pack.others, pack.labels.others, pack.labels, "")
    _draw_tables(sheet, pack.tables, pack.labels)
    for slip in pack.slips:
        draw_slip(sheet, slip, pack)
    return sheet.save()


def _draw_cover(sheet: Sheet, pack: Pack) -> None:
    sheet.begin()
    sheet.canvas.setFillColor(BRAND)
    sheet.canvas.rect(0, HEIGHT - 8 * MM, 210 * MM, 8 * MM, stroke=0, fill=1)
    y = HEIGHT - 48 * MM
    sheet.write(LEFT, y, pack.title, 30, Weight.HEAVY, room=RIGHT - LEFT)
    sheet.write(LEFT, y - 11 * MM, pack.subtitle, 13, colour=SOFT, room=RIGHT - LEFT)
    sheet.write(LEFT, y - 24 * MM, pack.made, 13, Weight.BOLD, room=RIGHT - LEFT)
    y -= 38 * MM
    for name, value in pack.facts:
        sheet.rule(LEFT, y + 7 * MM, RIGHT)
        sheet.write(LEFT, y, name, 12, colour=SOFT, room=100 * MM)
        sheet.write(RIGHT, y, value, 15, Weight.BOLD, room=75 * MM, end=True)
        y -= 11.5 * MM
    sheet.rule(LEFT, y + 7 * MM, RIGHT)
    y -= 10 * MM
    for place, step in enumerate(pack.steps, start=1):
        sheet.write(LEFT, y - STEP * LEADING, f"{place}", STEP, Weight.HEAVY, colour=BRAND)
        y = sheet.paragraph(LEFT + 9 * MM, y, step, STEP, RIGHT - LEFT - 9 * MM) - 3.5 * MM
    sheet.end()


class _Columns:
    """Two columns of rows, one after the other, page after page."""

    def __init__(self, sheet: Sheet, heading: str, hint: str, blank: str) -> None:
        self._sheet, self._heading, self._hint, self._blank = sheet, heading, hint, blank
        self._column = COLUMNS
        self._open = False
        self.x = self.y = 0.0

    def take(self, height: float, below: float = 0) -> None:
        """Move down by so much, into the next column when it and what belongs below do not fit."""
        if self._column == COLUMNS or self.y - height - below < BOTTOM:
            self._next()
        self.y -= height

    def _next(self) -> None:
        self._column += 1
        if self._column >= COLUMNS:
            self.finish()
            self._sheet.begin(self._heading)
            self._sheet.write(LEFT, TOP - 1 * MM, self._hint, 9, colour=SOFT, room=100 * MM)
            self._sheet.write(RIGHT, TOP - 1 * MM, self._blank, 10.5, room=80 * MM, end=True)
            self._column, self._open = 0, True
        self.x = LEFT + self._column * (COLUMN + GUTTER)
        self.y = TOP - 4 * MM

    def finish(self) -> None:
        """End the page that is begun, if one is."""
        if self._open:
            self._sheet.end()
            self._open = False


def _draw_doors(
    sheet: Sheet, groups: Iterable[DoorGroup], heading: str, labels: Labels, blank: str
) -> None:
    columns = _Columns(sheet, heading, labels.door_hint, blank)
    for group in groups:
        columns.take(ROW, below=ROW)
        sheet.band(columns.x, columns.y + 1.2 * MM, COLUMN, ROW - 1.6 * MM, group.title)
        for row in group.rows:
            columns.take(ROW)
            _draw_person(sheet, columns.x, columns.y, row)
    columns.finish()


def _draw_person(sheet: Sheet, x: float, y: float, row: DoorRow) -> None:
    line = y + 2 * MM
    sheet.tick_box(x, line - 0.9 * MM, 4.2 * MM, row.inside)
    sheet.write(x + 7 * MM, line, row.name, 11.5, Weight.BOLD, room=24 * MM)
    sheet.write(x + 33 * MM, line, row.tail, 11.5, room=11 * MM)
    sheet.write(x + 45 * MM, line, show_short(row.short_code), 10.5, room=21 * MM)
    sheet.write(x + COLUMN, line, row.note, 9, colour=SOFT, room=COLUMN - 68 * MM, end=True)
    sheet.rule(x, y, x + COLUMN)


def _draw_tables(sheet: Sheet, tables: Iterable[TablePage], labels: Labels) -> None:
    y, begun = 0.0, False
    for table in tables:
        if not begun or y - HEAD - 3 * SLOT_ROW < BOTTOM:
            y, begun = _turn(sheet, labels, begun), True
        y = _draw_table_head(sheet, y, table)
        for row in table.rows:
            if y - SLOT_ROW < BOTTOM:
                y = _draw_table_head(sheet, _turn(sheet, labels, begun), table)
            y -= SLOT_ROW
            _draw_slot(sheet, y, row)
        y -= 5 * MM
    if begun:
        sheet.end()


def _turn(sheet: Sheet, labels: Labels, begun: bool) -> float:
    if begun:
        sheet.end()
    sheet.begin(labels.tables)
    sheet.write(LEFT, TOP - 1 * MM, labels.tables_hint, 9, colour=SOFT, room=RIGHT - LEFT)
    return TOP - 3 * MM


def _draw_table_head(sheet: Sheet, y: float, table: TablePage) -> float:
    y -= HEAD
    sheet.band(LEFT, y + 2 * MM, RIGHT - LEFT, 8 * MM, "")
    sheet.write(LEFT + 2 * MM, y + 4.6 * MM, table.title, 12.5, Weight.BOLD, room=125 * MM)
    sheet.write(RIGHT - 2 * MM, y + 4.6 * MM, table.place, 10, room=48 * MM, end=True)
    return y


def _draw_slot(sheet: Sheet, y: float, row: SlotRow) -> None:
    line = y + 2.6 * MM
    sheet.write(LEFT, line, row.hour, 11, Weight.BOLD, room=24 * MM)
    if row.name:
        sheet.tick_box(LEFT + 27 * MM, line - 0.9 * MM, 4.2 * MM)
        sheet.write(LEFT + 34 * MM, line, row.name, 11.5, room=30 * MM)
        sheet.write(LEFT + 66 * MM, line, row.tail, 11.5, room=12 * MM)
        sheet.write(LEFT + 80 * MM, line, show_short(row.short_code), 10.5, room=24 * MM)
    sheet.write(LEFT + 108 * MM, line, row.state, 9.5, colour=SOFT, room=26 * MM)
    sheet.rule(LEFT, y, RIGHT)
