"""The number of a certificate: sixteen digits that nobody guesses and a slip of the finger breaks.

Fourteen digits are drawn (46 bits: at ten tries a minute nobody meets one of a few thousand),
two are check digits of ISO 7064 MOD 97-10. It tells nothing of whom or what it is about.
"""

import secrets

from stdnum.iso7064 import mod_97_10

from festa.text import plain

LENGTH = 16
GROUP = 4


def make_number() -> str:
    """A new number, digits alone."""
    body = str(1 + secrets.randbelow(9)) + f"{secrets.randbelow(10**13):013d}"
    return body + mod_97_10.calc_check_digits(body)


def show_number(number: str) -> str:
    """As printed: "4827-1036-5519-0274"."""
    return "-".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def read_number(text: str) -> str | None:
    """The digits of what somebody typed; None when it cannot be a number of ours."""
    digits = "".join(sign for sign in plain(text) if sign in "0123456789")
    return digits if len(digits) == LENGTH and mod_97_10.is_valid(digits) else None
