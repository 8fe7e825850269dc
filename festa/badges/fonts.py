"""The typeface of printed things: Noto Sans KR, which has every Hangul syllable and 8,138 hanja."""

from __future__ import annotations

import threading
import unicodedata
from enum import StrEnum
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFontFace

from festa.badges.whole_font import WholeFont
from festa.text import clean


class Weight(StrEnum):
    """A weight of the typeface; the value is its name inside reportlab."""

    REGULAR = "NotoSansKR-Regular"
    BOLD = "NotoSansKR-Bold"
    HEAVY = "NotoSansKR-ExtraBold"


FILES = {
    Weight.REGULAR: "NotoSansKR_400Regular.ttf",
    Weight.BOLD: "NotoSansKR_700Bold.ttf",
    Weight.HEAVY: "NotoSansKR_800ExtraBold.ttf",
}
MISSING = "〓"  # the printer's mark for a character that the case does not hold

# Letters without a glyph here that Unicode does not take apart either.
_PLAINER = {
    "Ł": "L", "ł": "l", "ı": "i", "Ø": "O", "ø": "o", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t",
    "髙": "高", "﨑": "崎", "𠮷": "吉", "𣘺": "橋", "濵": "濱",
}  # fmt: skip

_lock = threading.Lock()
_faces: dict[Weight, TTFontFace] = {}


class FontsMissingError(RuntimeError):
    """The font files are not where they should be."""


def register(directory: Path) -> None:
    """Load the three weights once for this process; FontsMissingError when they are not built."""
    with _lock:
        if len(_faces) == len(FILES):
            return
        for weight, name in FILES.items():
            path = directory / name
            if not path.is_file():
                raise FontsMissingError(f"{path} is missing: run `make build`")
            font = WholeFont(weight.value, str(path))
            pdfmetrics.registerFont(font)
            _share_tables(font.face)
            _faces[weight] = font.face


def _share_tables(face: TTFontFace) -> None:
    """Keep one table of characters for all weights: they have the same glyphs, 4 MB each."""
    first = next(iter(_faces.values()), face)
    if face.charToGlyph == first.charToGlyph:
        face.charToGlyph, face.glyphToChar = first.charToGlyph, first.glyphToChar


def width(text: str, weight: Weight) -> float:
    """Return the width of a text in ems, so times the size in points."""
    widths = face(weight).charWidths
    return sum(map(widths.__getitem__, map(ord, text))) / 1000


def drawable(text: str) -> str:
    """Return the text on one line in characters that have glyphs: plainer letters, else 〓."""
    return clean(text).translate(_substitutes)


def undrawable(text: str) -> str:
    """Return the characters of a text that would print as 〓, for a warning before printing."""
    return "".join(dict.fromkeys(c for c in clean(text) if _substitutes[ord(c)] == MISSING))


def face(weight: Weight) -> TTFontFace:
    """Return reportlab's font face of a weight; FontsMissingError before register()."""
    try:
        return _faces[weight]
    except KeyError:
        raise FontsMissingError("badges are drawn after fonts.register(directory)") from None


class _Substitutes(dict[int, str]):
    """For str.translate: what to print for each character, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _substitute(chr(code))
        return found


_substitutes = _Substitutes()


def _substitute(char: str) -> str:
    glyphs = face(Weight.REGULAR).charToGlyph
    if ord(char) in glyphs:
        return char
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn"}:
        return ""
    apart = unicodedata.normalize("NFKD", _PLAINER.get(char, char))
    known = "".join(part for part in apart if ord(part) in glyphs and part.strip())
    return known or MISSING
