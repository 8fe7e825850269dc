"""The badge's QR on a screen is the symbol that is on paper."""

import re

import pytest

from festa.badges import qr
from festa.badges.code import make_code
from festa.badges.svg import SIDE, qr_svg

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")
PATH = re.compile(r'<path (?:fill="([^"]*)" )?d="([^"]*)"/>')


def drawn(svg: str) -> list[str]:
    """The modules as rows of "1" and "0", read back out of the picture."""
    rows = [["0"] * SIDE for _row in range(SIDE)]
    _white, (_no_fill, dark) = PATH.findall(svg)
    for start, top, length in RUN.findall(dark):
        for column in range(int(start), int(start) + int(length)):
            rows[int(top)][column] = "1"
    return ["".join(row) for row in rows]


def test_the_picture_has_every_module_inside_its_quiet_zone() -> None:
    code = make_code(7)
    quiet = "0" * qr.QUIET_MODULES
    middle = [quiet + row + quiet for row in qr.rows(code)]
    edge = ["0" * SIDE] * qr.QUIET_MODULES
    assert drawn(qr_svg(code)) == edge + middle + edge


def test_the_quiet_zone_is_white_on_a_dark_screen_too() -> None:
    white, _dark = PATH.findall(qr_svg(make_code(7)))
    assert white == ("#fff", f"M0 0h{SIDE}v{SIDE}H0z")


def test_what_is_no_code_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="42 digits"):
        qr_svg("12345678")
