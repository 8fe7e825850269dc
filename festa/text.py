"""Text as people and their office programs write it, brought into one shape."""

import re
import unicodedata
from typing import Any, NamedTuple

# Zero-width, direction and filler marks, half characters: seen by nobody, kept by every copy.
# Control characters but tab, line feed and carriage return: a terminal would obey them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]"
)
SPACES = re.compile(r"\s+")
BRACKETED = re.compile(r"[(\[{<（［【〔「].*?[)\]}>）］】〕」]", re.DOTALL)
# Letters whose bar or missing dot no normal form takes off.
BARRED = str.maketrans("đħıłøŧ", "dhilot")
NOT_LETTERS_OR_DIGITS = re.compile(r"[\W_]+")


class Explanation(NamedTuple):
    """Why something was refused and what to do next: two sentences, both translatable."""

    why: Any
    advice: Any

    def __str__(self) -> str:
        return f"{self.why} {self.advice}"


def seen(text: str) -> str:
    """The text as it looks: composed (NFC), without unseen and control characters."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", UNSEEN.sub("", text))


def clean(text: str) -> str:
    """The text as it looks, on one line, with single spaces."""
    return SPACES.sub(" ", seen(text)).strip()


def plain(text: str) -> str:
    """The text with full-width and other dressed characters made ordinary (NFKC), no spaces."""
    return SPACES.sub("", unicodedata.normalize("NFKC", seen(text)))


def bare(text: str) -> str:
    """Only letters and digits, case folded: for comparing what people call things."""
    return NOT_LETTERS_OR_DIGITS.sub("", plain(text)).casefold()


def folded(text: str) -> str:
    """The letters alone in one case, without accents: for finding Nguyễn who types nguyen."""
    apart = unicodedata.normalize("NFD", SPACES.sub("", seen(text)).casefold())
    letters = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", letters).translate(BARRED)


def without_brackets(text: str) -> str:
    """The text without what stands in brackets, such as (필수) or (예: 1971)."""
    return BRACKETED.sub("", text)
