"""The QR of a badge: version 2, level M, one fixed mask, as one path of PDF operators.

With version, level and mask fixed, every module of the symbol is an XOR of data bits (encoding,
Reed-Solomon and masking are all linear over GF(2)). So the qrcode library draws a basis once, and
each badge after that is fourteen XORs: some sixty times faster than encoding it anew. A test
holds the shortcut against the library.
"""

from __future__ import annotations

import re
from functools import cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from festa.badges.code import FULL_LENGTH

VERSION = 2
MODULES = 25
QUIET_MODULES = 4
MASK = 4

_GROUP = 3  # QR packs three digits into ten bits
_GROUPS = FULL_LENGTH // _GROUP
_RUN_OF_DARK = re.compile("1+")
_STRIDE = MODULES + 1  # rows are joined by one light module, so that no run crosses them
_RECTANGLES = {
    (row * _STRIDE + start, row * _STRIDE + end): f"{start} {MODULES - 1 - row} {end - start} 1 re"
    for row in range(MODULES)
    for start in range(MODULES)
    for end in range(start + 1, MODULES + 1)
}


def rows(digits: str) -> list[str]:
    """Return the symbol of a full code, top row first, "1" for dark; ValueError for other text."""
    bits = format(_symbol(digits), f"0{MODULES * MODULES}b")
    return [bits[start : start + MODULES] for start in range(0, MODULES * MODULES, MODULES)]


def path(digits: str) -> str:
    """Return the dark modules as rectangles for one fill, one unit a module, origin bottom left."""
    symbol = "0".join(rows(digits))
    return " ".join([_RECTANGLES[run.span()] for run in _RUN_OF_DARK.finditer(symbol)])


def encode_with_library(digits: str) -> int:
    """Return the symbol as one number, first module highest, as the qrcode library makes it."""
    code = qrcode.QRCode(VERSION, ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(digits, optimize=0)
    code.make(fit=False)
    return int("".join("1" if dark else "0" for row in code.modules for dark in row), 2)


def _symbol(digits: str) -> int:
    if len(digits) != FULL_LENGTH or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"a badge's QR holds exactly {FULL_LENGTH} digits")
    symbol, tables = _basis()
    for group, table in enumerate(tables):
        symbol ^= table[int(digits[group * _GROUP : (group + 1) * _GROUP])]
    return symbol


@cache
def _basis() -> tuple[int, list[list[int]]]:
    """Return the symbol of all zeros, and for each group of digits what each value flips."""
    zero = encode_with_library("0" * FULL_LENGTH)
    tables = []
    for group in range(_GROUPS):
        flips = [0] * 10**_GROUP
        for value in range(1, 10**_GROUP):
            lowest_bit = value & -value
            if value == lowest_bit:
                digits = "000" * group + f"{value:03d}" + "000" * (_GROUPS - group - 1)
                flips[value] = encode_with_library(digits) ^ zero
            else:
                flips[value] = flips[value ^ lowest_bit] ^ flips[lowest_bit]
        tables.append(flips)
    return zero, tables
