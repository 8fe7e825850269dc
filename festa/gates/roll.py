"""The list with which everybody is counted after the hall was cleared, as PDF.

It shows a masked name and the phone's last four digits (김*수 5678): what staff ask at the door
anyway, enough for a person at the meeting point to be found and ticked, and too little to reach
or name anybody when a sheet is lost in the street. Safety in an emergency (개인정보 보호법 §15①5)
would allow more; counting does not need it. Sorted by what is printed, so that it can be found.

`badges.fonts.register(directory)` comes first. Pages are written as they are finished.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from flask_babel import gettext as _
from flask_babel import ngettext
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from festa.badges.fit import fit_text
from festa.badges.fonts import Weight, drawable, width
from festa.badges.plates import MM
from festa.badges.stream import StreamingCanvas
from festa.gates.inside_queries import Inside

PAGE = (210 * MM, 297 * MM)
MARGIN, GUTTER = 14 * MM, 8 * MM
COLUMNS, ROWS, ROW = 2, 34, 7 * MM
TOP, FOOT = 262 * MM, 12 * MM
COLUMN = (PAGE[0] - 2 * MARGIN - GUTTER * (COLUMNS - 1)) / COLUMNS
BOX = 4.2 * MM
NAME_AT, DIGITS_AT, HALL_AT = 7 * MM, 40 * MM, 56 * MM
INK, SOFT, LINE = HexColor("#17211f"), HexColor("#4c5a57"), HexColor("#c3ccc9")
MAKER = "Festa"


@dataclass(frozen=True)
class Roll:
    """What stands on the list: above it, and everybody in sections of their own pages."""

    title: str
    printed: str
    sections: Sequence[tuple[str, Sequence[Inside]]]


@dataclass(frozen=True)
class _Page:
    section: str
    people: Sequence[Inside]
    number: int
    of: int


def draw_roll(roll: Roll, out: BinaryIO) -> int:
    """Write the PDF and return its pages; with nobody inside, one page says so."""
    canvas = StreamingCanvas(out, PAGE, Weight.REGULAR.value)
    canvas.setTitle(drawable(roll.title))
    canvas.setAuthor(MAKER)
    canvas.setCreator(MAKER)
    count = 0
    for page in _pages(roll):
        _draw_head(canvas, roll, page)
        for place, person in enumerate(page.people):
            column, row = divmod(place, ROWS)
            _draw_person(canvas, person, MARGIN + column * (COLUMN + GUTTER), TOP - row * ROW)
        _draw_foot(canvas, page)
        canvas.showPage()
        count += 1
    canvas.save()
    return count


def _pages(roll: Roll) -> Iterator[_Page]:
    size = COLUMNS * ROWS
    # A page without names is nothing to count by; that nobody at all is inside, the first says.
    sections = [one for one in roll.sections if one[1]] or roll.sections[:1]
    sheets = [
        (section, people[start : start + size])
        for section, people in sections
        for start in range(0, max(len(people), 1), size)
    ]
    for number, (section, people) in enumerate(sheets, 1):
        yield _Page(section, people, number, len(sheets))


def _draw_head(canvas: Canvas, roll: Roll, page: _Page) -> None:
    right = PAGE[0] - MARGIN
    room = right - MARGIN
    _write(canvas, MARGIN, 281 * MM, roll.title, 17, Weight.HEAVY, room)
    _write(canvas, MARGIN, 274.5 * MM, roll.printed, 9.5, Weight.REGULAR, room, SOFT)
    span = _span(page.people)
    taken = width(drawable(span), Weight.BOLD) * 11 if span else 0
    _write(canvas, MARGIN, 268.5 * MM, page.section, 11, Weight.BOLD, room - taken - 8)
    if span:
        _write(canvas, right - taken, 268.5 * MM, span, 11, Weight.BOLD, taken + 1)
    _rule(canvas, MARGIN, right, 266.5 * MM, INK, 1)


def _span(people: Sequence[Inside]) -> str:
    """The first and last name of a page, as a dictionary has them above its columns."""
    return f"{people[0].name} – {people[-1].name}" if people else ""


def _draw_person(canvas: Canvas, person: Inside, x: float, top: float) -> None:
    baseline = top - ROW + 2.3 * MM
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.rect(x + 0.5, baseline - 0.6 * MM, BOX, BOX, stroke=1, fill=0)
    _write(canvas, x + NAME_AT, baseline, person.name, 12, Weight.BOLD, DIGITS_AT - NAME_AT - 4)
    _write(
        canvas, x + DIGITS_AT, baseline, person.last_four, 12, Weight.REGULAR, HALL_AT - DIGITS_AT
    )
    _write(canvas, x + HALL_AT, baseline, person.hall, 9, Weight.REGULAR, COLUMN - HALL_AT, SOFT)
    _rule(canvas, x, x + COLUMN, top - ROW + 0.5 * MM, LINE, 0.5)


def _draw_foot(canvas: Canvas, page: _Page) -> None:
    right = PAGE[0] - MARGIN
    _rule(canvas, MARGIN, right, FOOT + 8 * MM, LINE, 0.5)
    if page.people:
        ticked = ngettext(
            "이 쪽에서 확인한 사람 ______ / %(num)s명", "이 쪽에서 확인한 사람 ______ / %(num)s명",
            len(page.people),
        )  # fmt: skip
        _write(canvas, MARGIN, FOOT + 3 * MM, ticked, 10, Weight.BOLD, 90 * MM)
        signed = _("확인자 ________________  시각 ________")
        _write(canvas, MARGIN + 92 * MM, FOOT + 3 * MM, signed, 10, Weight.REGULAR, 70 * MM)
    number = f"{page.number} / {page.of}"
    taken = width(number, Weight.BOLD) * 10
    _write(canvas, right - taken, FOOT + 3 * MM, number, 10, Weight.BOLD, taken + 1)
    said = _("인원 확인에만 쓰고, 끝나면 바로 파쇄합니다.")
    _write(canvas, MARGIN, FOOT - 2 * MM, said, 8.5, Weight.REGULAR, right - MARGIN, SOFT)


def _write(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    size: float,
    weight: Weight,
    room: float,
    ink: Any = INK,
) -> None:
    """One line, in smaller letters where the room is short."""
    fitted = fit_text(drawable(text), room, size, 6, 1, weight)
    canvas.setFillColor(ink)
    canvas.setFont(weight.value, fitted.size)
    for line in fitted.lines:
        canvas.drawString(x, y, line)


def _rule(canvas: Canvas, left: float, right: float, y: float, ink: Any, weight: float) -> None:
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(weight)
    canvas.line(left, y, right, y)
