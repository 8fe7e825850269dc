"""What a text message may hold: 90 bytes of EUC-KR in a short one, 2,000 in a long one. Pure."""

import unicodedata
from enum import StrEnum

# What phones and gateways call EUC-KR is the wider code page 949: with all 11,172 syllables,
# so that a name such as 똠 costs two bytes like any other and is never lost.
CODE = "cp949"
SHORT = 90
LONG = 2000

# Signs that Korean carriers have no code for, and what says the same.
INSTEAD = str.maketrans({"—": "-", "–": "-", "‑": "-", "\u00a0": " ", "•": "·", "₩": "￦"})


class TextKind(StrEnum):
    """How a text message is billed and carried."""

    SMS = "SMS"
    LMS = "LMS"
    ALIMTALK = "ATA"


def readable(text: str) -> str:
    """The text in signs that every phone in Korea shows; what has no likeness becomes `?`."""
    return "".join(map(_sign, unicodedata.normalize("NFC", text).translate(INSTEAD)))


def _sign(sign: str) -> str:
    if _has_code(sign):
        return sign
    if unicodedata.category(sign) in {"Cf", "Mn", "Me"}:  # joiners, variation selectors
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", sign) if _has_code(c))
    return plain or "?"


def _has_code(sign: str) -> bool:
    try:
        sign.encode(CODE)
    except UnicodeEncodeError:
        return False
    return True


def bytes_of(text: str) -> int:
    """How long the text is as carriers count: two bytes for a Korean syllable."""
    return len(readable(text).encode(CODE))


def kind_of(text: str) -> TextKind:
    """SMS up to 90 bytes, else LMS."""
    return TextKind.SMS if bytes_of(text) <= SHORT else TextKind.LMS


def cut(text: str, limit: int = LONG) -> str:
    """As much of the text as `limit` bytes hold, never half a syllable."""
    return readable(text).encode(CODE)[:limit].decode(CODE, "ignore")
