"""Fitting words into a badge: names stay large and whole, other lines shrink, wrap, then end in …

Widths and heights are in points, like the sizes of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from festa.badges.fonts import Weight, width

NAME_LEAST = 32.0  # points: read from three metres
NAME_LEADING = 1.06
TEXT_LEADING = 1.32
NARROWEST = 0.78  # letters squeezed further look broken
WORTH_A_LINE = 1.35  # a second line must make a name at least this much larger
_TINIEST = 4.0
_LONGEST_WEIGHED = 80  # characters; beyond, ways to break are too many to weigh
_WORD = re.compile(r"\s*[^\s-]*-|\s*[^\s-]+")  # with the space before it; hyphens end a word

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FittedName:
    """A name in lines of one size; `stretch` squeezes its letters sideways (1 is as designed)."""

    lines: Lines
    size: float
    stretch: float = 1.0

    @property
    def height(self) -> float:
        """The height of all lines, in points."""
        return len(self.lines) * self.size * NAME_LEADING


@dataclass(frozen=True, slots=True)
class FittedText:
    """A secondary text in lines of one size."""

    lines: Lines
    size: float
    cut: bool = False

    @property
    def height(self) -> float:
        """The height of all lines, in points."""
        return len(self.lines) * self.size * TEXT_LEADING


def fit_name(name: str, room: float, height: float, most: float) -> FittedName:
    """Return the name as large as it goes, whole, in ≥ 32 pt if the room can hold it at all.

    One line; else two or three broken at spaces; else a little narrower; else broken inside a
    word. Only a name that fills the room in 32 pt gets smaller letters: it is never cut.
    """
    whole = _shape((name,), room, height, most)
    if not name or (whole.size >= NAME_LEAST and whole.size * WORTH_A_LINE >= most):
        return whole
    shapes = [_shape(lines, room, height, most) for lines in _ways_to_break(name)]
    if shapes and " " in name and shapes[0].size >= max(NAME_LEAST, whole.size * WORTH_A_LINE):
        return shapes[0]
    for shape in (whole, *shapes):
        if shape.size >= NAME_LEAST:
            return shape
    for shape in (whole, *shapes):
        if squeezed := _squeeze(shape.lines, room, height):
            return squeezed
    return _pack(name, room, height)


def fit_text(
    text: str, room: float, most: float, least: float, max_lines: int, weight: Weight
) -> FittedText:
    """Return a text on one line if it reads well so, else on two, cut with … as a last resort."""
    if not text:
        return FittedText((), most)
    one_line = min(most, _half_points(room / width(text, weight)))
    if one_line >= (least if max_lines == 1 else (most + least) / 2):
        return FittedText((text,), one_line)
    if max_lines > 1 and (split := _best_split(text, _gaps(text), 2, weight)):
        size = min(most, _half_points(room / _widest(split, weight)))
        if size >= least:
            return FittedText(split, size)
    lines = _wrap(text, room / least, weight)
    if len(lines) <= max_lines:
        return FittedText(tuple(lines), least)
    return FittedText(_cut_off(text, lines[: max_lines - 1], room / least, weight), least, cut=True)


def _ways_to_break(name: str) -> list[Lines]:
    """Return the name in two and in three lines; only Korean and Chinese break inside a word."""
    gaps = _gaps(name) if len(name) <= _LONGEST_WEIGHED else []
    if not gaps and len(name) <= _LONGEST_WEIGHED and _is_square(name):
        gaps = list(range(1, len(name)))
    ways = (_best_split(name, gaps, lines, Weight.HEAVY) for lines in (2, 3))
    return [lines for lines in ways if lines]


def _is_square(text: str) -> bool:
    """Tell Korean and Chinese, whose characters fill squares, from scripts with letters."""
    return width(text, Weight.HEAVY) > 0.8 * len(text)


def _shape(lines: Lines, room: float, height: float, most: float) -> FittedName:
    by_width = room / max(_widest(lines, Weight.HEAVY), 0.1)
    by_height = height / len(lines) / NAME_LEADING
    return FittedName(lines, _half_points(min(most, by_width, by_height)))


def _squeeze(lines: Lines, room: float, height: float) -> FittedName | None:
    if len(lines) * NAME_LEAST * NAME_LEADING > height:
        return None
    stretch = room / NAME_LEAST / _widest(lines, Weight.HEAVY)
    return FittedName(lines, NAME_LEAST, stretch) if stretch >= NARROWEST else None


def _pack(name: str, room: float, height: float) -> FittedName:
    """Return the name broken wherever a line ends, in the largest letters that hold all of it."""
    for size in _sizes(NAME_LEAST, _TINIEST):
        lines = tuple(_wrap(name, room / size / NARROWEST, Weight.HEAVY))
        if len(lines) * size * NAME_LEADING <= height:
            stretch = room / size / _widest(lines, Weight.HEAVY)
            return FittedName(lines, size, min(1.0, stretch))
    return FittedName((name,), _TINIEST, room / _TINIEST / width(name, Weight.HEAVY))


def _best_split(text: str, places: list[int], lines: int, weight: Weight) -> Lines | None:
    """Return the text in so many lines, broken at some of `places`, its widest line narrowest."""
    splits = (_split(text, chosen) for chosen in combinations(places, lines - 1))
    return min(splits, key=lambda split: _widest(split, weight), default=None)


def _split(text: str, places: tuple[int, ...]) -> Lines:
    edges = (0, *places, len(text))
    return tuple(text[a:b].strip() for a, b in pairwise(edges))


def _gaps(text: str) -> list[int]:
    """Return where a text may be broken without breaking a word: at spaces, after hyphens."""
    return [i for i in range(1, len(text)) if text[i] == " " or text[i - 1] == "-"]


def _wrap(text: str, ems: float, weight: Weight) -> list[str]:
    """Return lines no wider than `ems`, broken at spaces, inside a word only where it must be."""
    lines = [""]
    for word in _WORD.findall(text):
        if width((lines[-1] + word).strip(), weight) <= ems:
            lines[-1] = (lines[-1] + word).strip()
        elif lines == [""]:
            lines = _chunks(word.strip(), ems, weight)
        else:
            lines += _chunks(word.strip(), ems, weight)
    return lines


def _chunks(word: str, ems: float, weight: Weight) -> list[str]:
    """Return a word in as few parts as fit `ems`, all about equally long."""
    for parts in range(1, len(word) + 1):
        size = -(-len(word) // parts)
        chunks = [word[start : start + size] for start in range(0, len(word), size)]
        if _widest(chunks, weight) <= ems:
            return chunks
    return list(word)


def _cut_off(text: str, kept: list[str], ems: float, weight: Weight) -> Lines:
    """Return the lines kept and one more with as much of the rest as fits before …"""
    for line in kept:
        text = text[len(line) :].lstrip()
    while text and width(text + "…", weight) > ems:
        text = text[:-1].rstrip()
    return (*kept, text + "…")


def _widest(lines: Iterable[str], weight: Weight) -> float:
    return max(width(line, weight) for line in lines)


def _half_points(size: float) -> float:
    return int(size * 2) / 2


def _sizes(most: float, least: float) -> Iterator[float]:
    size = most
    while size >= least:
        yield size
        size -= 0.5
