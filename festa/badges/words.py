"""The words of one face on one plate: name, two lines under it, and the heights they stand at."""

from __future__ import annotations

from dataclasses import dataclass

from festa.badges.face import BadgeFace
from festa.badges.fit import (
    NAME_LEAST,
    TEXT_LEADING,
    FittedName,
    FittedText,
    fit_name,
    fit_text,
)
from festa.badges.fonts import Weight, drawable
from festa.badges.plates import Plate

_GAP = 4.0  # points between the name and the first line, at least
_SUBORDINATE = 0.9  # the second line is never larger than this much of the first
_YIELD = 0.88  # how far the name gives way at a time
_ASCENT = 0.88  # of the size, from a line's top to its baseline
_OPTICAL_MIDDLE = 0.4  # words look centred a little above the middle


@dataclass(frozen=True, slots=True)
class Words:
    """What stands between the band and the code."""

    name: FittedName
    line1: FittedText
    line2: FittedText


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of text at its baseline, in points above the plate's bottom."""

    text: str
    size: float
    baseline: float


def fit_words(face: BadgeFace, plate: Plate) -> Words:
    """Return the words in the sizes they get: the name yields, down to 32 pt, before others end."""
    texts = drawable(face.name), drawable(face.line1), drawable(face.line2)
    words = _fit(*texts, plate, plate.name_most)
    while (words.line1.cut or words.line2.cut) and words.name.size > NAME_LEAST:
        words = _fit(*texts, plate, max(NAME_LEAST, words.name.size * _YIELD))
    return words


def _fit(name: str, line1: str, line2: str, plate: Plate, most: float) -> Words:
    """Return the words with comfortable lines under the name, or else with the smallest."""
    words = _share(name, line1, line2, plate, most, comfortable=True)
    if words.name.size >= NAME_LEAST:
        return words
    return _share(name, line1, line2, plate, most, comfortable=False)


def _share(
    name: str, line1: str, line2: str, plate: Plate, most: float, comfortable: bool
) -> Words:
    reserve1 = _reserve(line1, plate.line1, comfortable)
    reserve2 = _reserve(line2, plate.line2, comfortable)
    room = plate.words_top - plate.words_bottom - (_GAP if line1 or line2 else 0)
    fitted = fit_name(name, plate.words_width, room - reserve1 - reserve2, most)
    room -= fitted.height
    first = _fit_line(line1, plate, plate.line1, room - reserve2)
    most2, least2 = plate.line2
    most2 = max(least2, min(most2, first.size * _SUBORDINATE))
    second = _fit_line(line2, plate, (most2, least2), room - first.height)
    return Words(fitted, first, second)


def _reserve(line: str, sizes: tuple[float, float], comfortable: bool) -> float:
    return sizes[0 if comfortable else 1] * TEXT_LEADING if line else 0


def place(words: Words, plate: Plate) -> tuple[list[PlacedLine], list[PlacedLine]]:
    """Return the name's lines and the lines under it, centred a little above the middle."""
    gap = _GAP if words.line1.lines or words.line2.lines else 0
    height = words.name.height + gap + words.line1.height + words.line2.height
    spare = plate.words_top - plate.words_bottom - height
    top = plate.words_top - spare * _OPTICAL_MIDDLE
    names = _stack(words.name, top)
    top -= words.name.height + gap
    return names, [*_stack(words.line1, top), *_stack(words.line2, top - words.line1.height)]


def _fit_line(text: str, plate: Plate, sizes: tuple[float, float], room: float) -> FittedText:
    """Return a line of its own if it reads well so, else two if there is room for two."""
    most, least = sizes
    for lines in (1, 2):
        tallest = max(least, min(most, room / lines / TEXT_LEADING))
        fitted = fit_text(text, plate.words_width, tallest, least, lines, Weight.REGULAR)
        reads_well = not fitted.cut and fitted.size >= (most + least) / 2
        if reads_well or room < 2 * least * TEXT_LEADING:
            break
    return fitted


def _stack(fitted: FittedName | FittedText, top: float) -> list[PlacedLine]:
    if not fitted.lines:
        return []
    step = fitted.height / len(fitted.lines)
    first = top - fitted.size * _ASCENT
    return [
        PlacedLine(line, fitted.size, first - step * index)
        for index, line in enumerate(fitted.lines)
    ]
