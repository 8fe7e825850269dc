"""Fitting words into a badge: names stay large and whole, other lines shrink, wrap, then end in …

Widths and heights are in points, like the sizes of letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from festa.badges.fonts import Weight, width

NAME_LEAST = 32.0  # points: read from three metres
NAME_LEADING = 1.12
TEXT_LEADING = 1.32
NARROWEST = 0.78  # letters squeezed further look broken
WORTH_A_LINE = 1.35  # a second line must make a name at least this much larger
NAME_LINES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class FittedName:
    """A name in lines of one size; `stretch` squeezes its letters sideways (1 is as designed)."""

    lines: tuple[str, ...]
    size: float
    stretch: float = 1.0

    @property
    def height(self) -> float:
        """The height of all lines, in points."""
        return len(self.lines) * self.size * NAME_LEADING


@dataclass(frozen=True, slots=True)
class FittedText:
    """A secondary text in lines of one size."""

    lines: tuple[str, ...]
    size: float

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
    broken = [_best(name, _gaps(name), count, room, height, most) for count in NAME_LINES[1:]]
    by_words = [shape for shape in broken if shape]
    for shape in by_words[:1]:
        if shape.size >= max(NAME_LEAST, whole.size * WORTH_A_LINE):
            return shape
    inside = range(1, len(name))
    if len(name.split()) == 1 and not name.isascii():
        by_words = [s for n in NAME_LINES[1:] if (s := _best(name, inside, n, room, height, most))]
    for shape in (whole, *by_words):
        if shape.size >= NAME_LEAST:
            return shape
    for shape in (whole, *by_words):
        if squeezed := _squeeze(shape, room, height):
            return squeezed
    return _pack(name, room, height)


def fit_text(
    text: str, room: float, most: float, least: float, max_lines: int, weight: Weight
) -> FittedText:
    """Return a text on one line if it can be, else on more, cut with … only as a last resort."""
    if not text:
        return FittedText((), most)
    one_line = _half_points(room / width(text, weight))
    if one_line >= least:
        return FittedText((text,), min(most, one_line))
    for size in _sizes(most, least) if max_lines > 1 else ():
        lines = _wrap(text, room / size, weight)
        if len(lines) <= max_lines:
            return FittedText(tuple(lines), size)
    lines = _wrap(text, room / least, weight)
    kept = lines[: max_lines - 1]
    rest = text[sum(map(len, kept)) :] if max_lines == 1 else " ".join(lines[max_lines - 1 :])
    return FittedText((*kept, _ellipsis(rest, room / least, weight)), least)


def _shape(lines: tuple[str, ...], room: float, height: float, most: float) -> FittedName:
    widest = max(width(line, Weight.HEAVY) for line in lines)
    size = min(most, room / max(widest, 0.1), height / len(lines) / NAME_LEADING)
    return FittedName(lines, _half_points(size))


def _best(
    name: str, cuts: range | list[int], lines: int, room: float, height: float, most: float
) -> FittedName | None:
    """Return the split at `cuts` into so many lines that lets the letters be largest."""
    shapes = (
        _shape(_cut(name, places), room, height, most) for places in combinations(cuts, lines - 1)
    )
    return max(shapes, key=lambda shape: shape.size, default=None)


def _squeeze(shape: FittedName, room: float, height: float) -> FittedName | None:
    if len(shape.lines) * NAME_LEAST * NAME_LEADING > height:
        return None
    stretch = room / NAME_LEAST / max(width(line, Weight.HEAVY) for line in shape.lines)
    return FittedName(shape.lines, NAME_LEAST, stretch) if stretch >= NARROWEST else None


def _pack(name: str, room: float, height: float) -> FittedName:
    """Return the name broken wherever a line ends, in the largest letters that hold all of it."""
    for size in _sizes(NAME_LEAST, 4):
        lines = tuple(_wrap(name, room / size / NARROWEST, Weight.HEAVY))
        if len(lines) * size * NAME_LEADING <= height:
            widest = max(width(line, Weight.HEAVY) for line in lines)
            return FittedName(lines, size, min(1.0, room / size / widest))
    return FittedName((name,), 4, room / 4 / width(name, Weight.HEAVY))


def _wrap(text: str, ems: float, weight: Weight) -> list[str]:
    """Return lines no wider than `ems`, broken at spaces, inside a word only where it must be."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined, weight) <= ems:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if lines[-1] and width(lines[-1] + char, weight) > ems:
                lines.append("")
            lines[-1] += char
    return lines


def _ellipsis(text: str, ems: float, weight: Weight) -> str:
    if width(text, weight) <= ems:
        return text
    while text and width(text + "…", weight) > ems:
        text = text[:-1].rstrip()
    return text + "…"


def _gaps(name: str) -> list[int]:
    """Return where a name may be broken without breaking a word: at spaces, after hyphens."""
    return [i for i in range(1, len(name)) if name[i] == " " or name[i - 1] == "-"]


def _cut(name: str, places: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *places, len(name))
    return tuple(name[a:b].strip() for a, b in zip(edges, edges[1:], strict=False))


def _half_points(size: float) -> float:
    return int(size * 2) / 2


def _sizes(most: float, least: float) -> Iterator[float]:
    size = most
    while size >= least:
        yield size
        size -= 0.5
