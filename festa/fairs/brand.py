"""A tour's own colour: it must stay readable on white (WCAG 2.2, 1.4.3). Pure."""

import re

LEAST_CONTRAST = 4.5
COLOUR = re.compile(r"#[0-9a-f]{6}")


def parse_colour(typed: str) -> str | None:
    """#008485 from what was typed (008485, #008485, #0AB), or None when it is no colour."""
    digits = typed.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    colour = f"#{digits}"
    return colour if COLOUR.fullmatch(colour) else None


def contrast_on_white(colour: str) -> float:
    """How strongly #rrggbb stands out from white: 1.0 (not at all) to 21.0 (black)."""
    return 1.05 / (_luminance(colour) + 0.05)


def readable(colour: str) -> bool:
    """Whether text of this colour can be read on white, and white text on it."""
    return contrast_on_white(colour) >= LEAST_CONTRAST


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
