"""Badge codes: what the QR holds, and the short number a person can read out.

A full code is digits only, so that a keyboard-wedge reader types it correctly on a computer whose
Hangul input is on, and so that it fits QR version 2: one format digit, the fair, random digits and
two check digits. It holds nothing about the person.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from stdnum import damm
from stdnum.iso7064 import mod_97_10

FORMAT = "1"
FAIR_DIGITS = 5
RANDOM_DIGITS = 34  # 113 bits: nobody finds a valid code by trying
FULL_LENGTH = len(FORMAT) + FAIR_DIGITS + RANDOM_DIGITS + 2
SHORT_LENGTH = 8
LONGEST_INPUT = 200
HIGHEST_FAIR = 10**FAIR_DIGITS - 1

_READER_PREFIX = re.compile(r"^\][A-Za-z][0-9A-Za-z]")  # AIM symbology identifier, e.g. "]Q1"
_SEPARATORS = frozenset("\u2212._,/|·ㆍ‧・•")
_SILENT_CATEGORIES = frozenset({"Cc", "Cf", "Pd", "Zl", "Zp", "Zs"})
_ASCII_DIGITS = frozenset("0123456789")


class Flaw(StrEnum):
    """Why a text is no badge code."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    CHECK_FAILED = "check_failed"


class FullCode(NamedTuple):
    """A well-formed code from a QR: whether it was ever issued is the database's to say."""

    fair_id: int
    digits: str


class ShortCode(NamedTuple):
    """A well-formed short number, unique within one fair."""

    digits: str


class Malformed(NamedTuple):
    """A text that cannot be a badge code, and why."""

    reason: Flaw


Parsed: TypeAlias = FullCode | ShortCode | Malformed
Below: TypeAlias = Callable[[int], int]


def make_code(fair_id: int, below: Below = secrets.randbelow) -> str:
    """Return a new full code for a fair; ValueError when the fair's number has over five digits.

    `below(n)` draws from 0 to n - 1; only a demo gives anything but the secret source.
    """
    if not 1 <= fair_id <= HIGHEST_FAIR:
        raise ValueError(f"a badge code holds fairs 1 to {HIGHEST_FAIR}, not {fair_id}")
    body = f"{FORMAT}{fair_id:0{FAIR_DIGITS}d}{_random_digits(RANDOM_DIGITS, below)}"
    return body + mod_97_10.calc_check_digits(body)


def make_short_code(below: Below = secrets.randbelow) -> str:
    """Return a new short code; the caller retries when the fair already uses it."""
    # No leading zero: spreadsheets drop it. No leading 9: those are kept for lanyards.
    body = str(1 + below(8)) + _random_digits(SHORT_LENGTH - 2, below)
    return body + damm.calc_check_digit(body)


def make_lanyard_short_code(below: Below = secrets.randbelow) -> str:
    """Return a new short code for a lanyard that no badge issued otherwise can have."""
    body = "9" + _random_digits(SHORT_LENGTH - 2, below)
    return body + damm.calc_check_digit(body)


def show_short(code: str) -> str:
    """Return a short code in groups of four, as printed on badges: "4827 1036"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def parse(text: str) -> Parsed:
    """Read what a scanner, a wedge reader or a person's fingers produced; never raises."""
    if len(text) > LONGEST_INPUT:
        return Malformed(Flaw.WRONG_LENGTH)
    digits = _bare(text)
    if not digits:
        return Malformed(Flaw.EMPTY)
    if not _ASCII_DIGITS.issuperset(digits):
        return Malformed(Flaw.NOT_DIGITS)
    if len(digits) == FULL_LENGTH:
        return _read_full(digits)
    if len(digits) == SHORT_LENGTH:
        return _read_short(digits)
    return Malformed(Flaw.WRONG_LENGTH)


def _read_full(digits: str) -> FullCode | Malformed:
    fair_id = int(digits[len(FORMAT) : len(FORMAT) + FAIR_DIGITS])
    # ISO 7064 MOD 97-10: of nothing but digits, the number itself leaves 1.
    if not digits.startswith(FORMAT) or not fair_id or int(digits) % 97 != 1:
        return Malformed(Flaw.CHECK_FAILED)
    return FullCode(fair_id, digits)


def _read_short(digits: str) -> ShortCode | Malformed:
    if digits.startswith("0") or not damm.is_valid(digits):
        return Malformed(Flaw.CHECK_FAILED)
    return ShortCode(digits)


def _bare(text: str) -> str:
    """Return the text without a reader's prefix and without what people put between digits."""
    if text.isascii() and text.isdigit():
        return text
    plain = _READER_PREFIX.sub("", unicodedata.normalize("NFKC", text).strip())
    return "".join(
        char
        for char in plain
        if char not in _SEPARATORS and unicodedata.category(char) not in _SILENT_CATEGORIES
    )


def _random_digits(count: int, below: Below) -> str:
    return f"{below(10**count):0{count}d}"
