"""What all badges of one role at one fair share: band, tour line, label. Drawn once a file."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.pdfgen.canvas import Canvas

from festa.badges.face import BadgeFace, RoleKind, StopState
from festa.badges.fit import FittedText, fit_text
from festa.badges.fonts import Weight, drawable, width
from festa.badges.plates import Plate

COLOURS = {
    RoleKind.SEEKER: HexColor("#006d6a"),
    RoleKind.RECRUITER: HexColor("#1d4f91"),
    RoleKind.STAFF: HexColor("#8a5200"),
    RoleKind.GUEST: HexColor("#6b2c74"),
}
SOFT = HexColor("#4c5a57")
LINE = HexColor("#c3ccc9")

_OUTLINED = {RoleKind.SEEKER, RoleKind.GUEST}
_NOTCHED = {RoleKind.STAFF, RoleKind.GUEST}
_EDGE = 3.5
_BAND_LEADING = 1.22
_ROLE_SHARE = 0.46  # of the band's width
_CAPITALS = 0.74  # of the size, the height of digits and capitals


def draw_background(canvas: Canvas, face: BadgeFace, plate: Plate) -> None:
    """Draw the shared part of a face with the plate's bottom left at the origin."""
    colour = black if plate.one_colour else COLOURS[face.kind]
    ink = _draw_band(canvas, face.kind, plate, colour)
    _draw_role(canvas, face.role, plate, ink)
    _draw_title(canvas, face, plate, ink)
    _draw_code_label(canvas, face.code_label, plate)
    if face.stops:
        _draw_tour(canvas, face, plate, colour)


def _draw_band(canvas: Canvas, kind: RoleKind, plate: Plate, colour: Color) -> Color:
    """Draw the band and return the colour of the letters on it."""
    canvas.setFillColor(colour)
    if not plate.one_colour:
        canvas.rect(0, plate.band_bottom, plate.width, plate.band, stroke=0, fill=1)
        return white
    if kind in _OUTLINED:
        canvas.rect(0, plate.band_bottom, plate.width, _EDGE, stroke=0, fill=1)
    else:
        canvas.rect(0, plate.band_bottom, plate.width, plate.band, stroke=0, fill=1)
    if kind in _NOTCHED:
        _draw_notches(canvas, plate)
    return black if kind in _OUTLINED else white


def _draw_notches(canvas: Canvas, plate: Plate) -> None:
    """Cut the band's lower edge into teeth: roles differ where there is only black."""
    canvas.setFillColor(white)
    step = plate.width / 31
    for index in range(1, 31, 2):
        canvas.rect(index * step, plate.band_bottom, step, _EDGE, stroke=0, fill=1)


def _draw_role(canvas: Canvas, role: str, plate: Plate, ink: Color) -> None:
    room = (plate.width - 2 * plate.margin) * _ROLE_SHARE
    fitted = fit_text(drawable(role), room, plate.role_size, 8, 1, Weight.HEAVY)
    canvas.setFillColor(ink)
    _write(canvas, plate.margin, plate.band_bottom + plate.band_baseline, fitted, Weight.HEAVY)


def _draw_title(canvas: Canvas, face: BadgeFace, plate: Plate, ink: Color) -> None:
    """Draw the fair's title over its date, ending at the right margin on the role's baseline."""
    room = (plate.width - 2 * plate.margin) * (1 - _ROLE_SHARE) - 6
    most, least = plate.title_size, plate.title_size * 0.7
    right, baseline = plate.width - plate.margin, plate.band_bottom + plate.band_baseline
    date = fit_text(drawable(face.date_text), room, most, least, 1, Weight.REGULAR)
    title = fit_text(drawable(face.fair_title), room, most, least, 2, Weight.BOLD)
    over_date = plate.height - plate.band_edge - baseline - date.size * _BAND_LEADING
    if len(title.lines) * title.size * _BAND_LEADING > over_date:
        most = max(least, over_date / len(title.lines) / _BAND_LEADING)
        title = fit_text(drawable(face.fair_title), room, most, least, 2, Weight.BOLD)
    canvas.setFillColor(ink)
    _write(canvas, right, baseline, date, Weight.REGULAR, right=True)
    above = date.size + (len(title.lines) - 1) * title.size
    _write(canvas, right, baseline + above * _BAND_LEADING, title, Weight.BOLD, right=True)


def _draw_code_label(canvas: Canvas, label: str, plate: Plate) -> None:
    """Draw the words over the short code."""
    beside_qr = plate.number_x - plate.qr_x - plate.qr_side - plate.quiet
    room = beside_qr if beside_qr > plate.qr_side / 2 else plate.qr_side
    fitted = fit_text(drawable(label), room, plate.label_size, 5, 1, Weight.REGULAR)
    canvas.setFillColor(black if plate.one_colour else SOFT)
    top = plate.number_y + plate.number_size * (plate.number_lines - 1 + _CAPITALS)
    baseline = top + plate.label_size * 0.6
    _write(canvas, plate.number_x, baseline, fitted, Weight.REGULAR, right=True)


def _write(
    canvas: Canvas, x: float, y: float, text: FittedText, weight: Weight, right: bool = False
) -> None:
    canvas.setFont(weight.value, text.size)
    for index, line in enumerate(text.lines):
        start = x - width(line, weight) * text.size if right else x
        canvas.drawString(start, y - index * text.size * _BAND_LEADING, line)


def _draw_tour(canvas: Canvas, face: BadgeFace, plate: Plate, colour: Color) -> None:
    """Draw the season as a line: done ●, this badge's fair large, today ◉, coming ○."""
    xs = _stop_places(len(face.stops), plate)
    ahead = black if plate.one_colour else LINE
    radius = min(plate.tour_size * 0.42, (xs[1] - xs[0]) / 3 if len(xs) > 1 else 9)
    _draw_rail(canvas, xs, face.current, plate, colour, ahead)
    for index, (x, stop) in enumerate(zip(xs, face.stops, strict=True)):
        if index == face.current:
            _dot(canvas, x, plate.tour_y, radius * 1.55, colour, colour)
        elif stop.state is StopState.DONE:
            _dot(canvas, x, plate.tour_y, radius * 0.8, colour, colour)
        else:
            _dot(canvas, x, plate.tour_y, radius * 0.9, ahead, white)
        if stop.state is StopState.TODAY:
            inside = white if index == face.current else colour
            _dot(canvas, x, plate.tour_y, radius * 0.5, inside, inside)
    _draw_cities(canvas, face, xs, plate)


def _stop_places(count: int, plate: Plate) -> list[float]:
    inset = plate.margin + plate.tour_size
    if count == 1:
        return [inset]
    step = (plate.width - 2 * inset) / (count - 1)
    return [inset + index * step for index in range(count)]


def _draw_rail(
    canvas: Canvas,
    xs: list[float],
    current: int | None,
    plate: Plate,
    colour: Color,
    ahead: Color,
) -> None:
    canvas.setLineWidth(0.7 if plate.one_colour else 1.6)
    canvas.setStrokeColor(ahead)
    canvas.line(xs[0], plate.tour_y, xs[-1], plate.tour_y)
    if current:
        canvas.setLineWidth(1.8)
        canvas.setStrokeColor(colour)
        canvas.line(xs[0], plate.tour_y, xs[current], plate.tour_y)


def _dot(canvas: Canvas, x: float, y: float, radius: float, edge: Color, fill: Color) -> None:
    canvas.setLineWidth(1.1)
    canvas.setStrokeColor(edge)
    canvas.setFillColor(fill)
    canvas.circle(x, y, radius, stroke=1, fill=1)


def _draw_cities(canvas: Canvas, face: BadgeFace, xs: list[float], plate: Plate) -> None:
    """Write the cities that find room: this fair's first, then the ends, then the others."""
    last = len(xs) - 1
    order = sorted(range(len(xs)), key=lambda i: (i != face.current, i not in {0, last}, i))
    taken: list[tuple[float, float]] = []
    for index in order:
        weight = Weight.BOLD if index == face.current else Weight.REGULAR
        city = drawable(face.stops[index].city)
        extent = width(city, weight) * plate.tour_size
        left = min(max(xs[index] - extent / 2, plate.margin), plate.width - plate.margin - extent)
        if any(left < end + 3 and start < left + extent + 3 for start, end in taken):
            continue
        taken.append((left, left + extent))
        canvas.setFillColor(black if index == face.current or plate.one_colour else SOFT)
        canvas.setFont(weight.value, plate.tour_size)
        canvas.drawString(left, plate.tour_y - plate.tour_size * 1.85, city)
