"""The plates: where everything stands on each size of badge, in points from the bottom left."""

from __future__ import annotations

from dataclasses import dataclass

from festa.badges.face import Layout
from festa.badges.qr import MODULES, QUIET_MODULES

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Plate:
    """One size of badge. Words stand between `words_top` and `words_bottom`."""

    width: float
    height: float
    margin: float
    band: float  # height of the coloured band on top
    band_baseline: float  # of the letters on it, above its lower edge
    band_edge: float  # kept free of letters at its upper edge
    role_size: float
    title_size: float
    name_most: float
    words_width: float
    words_top: float
    words_bottom: float
    line1: tuple[float, float]  # largest and smallest size
    line2: tuple[float, float]
    qr_x: float
    qr_y: float
    qr_side: float
    number_x: float  # right end of the short code's lines
    number_y: float
    number_size: float
    number_lines: int
    label_size: float
    tour_y: float
    tour_size: float
    one_colour: bool = False  # thermal rolls print black or nothing

    @property
    def band_bottom(self) -> float:
        """The lower edge of the band."""
        return self.height - self.band

    @property
    def quiet(self) -> float:
        """The light border that the QR needs on each side."""
        return self.qr_side / MODULES * QUIET_MODULES


A6 = Plate(
    width=105 * MM,
    height=148 * MM,
    margin=8 * MM,
    band=24 * MM,
    band_baseline=7.2 * MM,  # a lanyard slot on top meets no letters
    band_edge=3 * MM,
    role_size=31,
    title_size=11.5,
    name_most=86,
    words_width=90 * MM,
    words_top=119.5 * MM,
    words_bottom=70 * MM,
    line1=(17, 11),
    line2=(12.5, 9),
    qr_x=8 * MM,
    qr_y=25 * MM,
    qr_side=38 * MM,
    number_x=97 * MM,
    number_y=25 * MM,
    number_size=25,
    number_lines=1,
    label_size=9.5,
    tour_y=13.5 * MM,
    tour_size=8,
)

LABEL_62 = Plate(
    width=62 * MM,
    height=100 * MM,
    margin=3.5 * MM,
    band=11.5 * MM,
    band_baseline=3 * MM,
    band_edge=1.5 * MM,
    role_size=17,
    title_size=7.5,
    name_most=56,
    words_width=55 * MM,
    words_top=87 * MM,
    words_bottom=42 * MM,
    line1=(11.5, 8.5),
    line2=(9.5, 7.5),
    qr_x=4.5 * MM,
    qr_y=12.2 * MM,
    qr_side=25.5 * MM,
    number_x=58.5 * MM,
    number_y=12.2 * MM,
    number_size=25,
    number_lines=2,
    label_size=8,
    tour_y=6 * MM,
    tour_size=6.5,
    one_colour=True,
)

LABEL_4X3 = Plate(
    width=4 * 72,
    height=3 * 72,
    margin=5 * MM,
    band=14.5 * MM,
    band_baseline=3.9 * MM,
    band_edge=2.5 * MM,
    role_size=20,
    title_size=9,
    name_most=56,
    words_width=56 * MM,
    words_top=59.5 * MM,
    words_bottom=13 * MM,
    line1=(13, 9.5),
    line2=(10.5, 8),
    qr_x=66 * MM,
    qr_y=26.8 * MM,
    qr_side=30 * MM,
    number_x=96 * MM,
    number_y=12.7 * MM,
    number_size=17,
    number_lines=1,
    label_size=7.5,
    tour_y=8.6 * MM,
    tour_size=7,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a plate stands on its sheet, perhaps upside down about its own middle."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: its size, the plate on it, and the spots of each face (a fold prints it twice)."""

    width: float
    height: float
    plate: Plate
    spots: tuple[tuple[Spot, ...], ...]
    folds: bool = False


_A4 = (210 * MM, 297 * MM)
_TOP = 148.5 * MM + 0.25 * MM
_BOTTOM = 0.25 * MM


def _single(plate: Plate) -> Sheet:
    return Sheet(plate.width, plate.height, plate, ((Spot(0, 0),),))


SHEETS = {
    Layout.A6: _single(A6),
    Layout.LABEL_62: _single(LABEL_62),
    Layout.LABEL_4X3: _single(LABEL_4X3),
    Layout.A4_SHEET: Sheet(
        *_A4,
        plate=A6,
        spots=tuple((Spot(x, y),) for y in (_TOP, _BOTTOM) for x in (0, A6.width)),
    ),
    Layout.A4_FOLD: Sheet(
        *_A4,
        plate=A6,
        spots=((Spot(0, _BOTTOM), Spot(A6.width, _BOTTOM)),),
        folds=True,
    ),
}
