"""The number of a receipt: nine signs to read out on the phone, the last one a check."""

import secrets

from festa.text import plain

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0, 1, I, L or O: 31 is a prime
LENGTH = 9


def make_number() -> str:
    """A new number, one of 850 milliards; the database sees to it that it is the only one."""
    body = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH - 1))
    return body + check_sign(body)


def show_number(number: str) -> str:
    """As it is read: "K7Q-2MX-9DP"."""
    return "-".join(number[start : start + 3] for start in range(0, LENGTH, 3))


def read_number(text: str) -> str | None:
    """The number of what somebody typed; None when it cannot be one of ours."""
    signs = "".join(sign for sign in plain(text).upper() if sign in SIGNS)
    return signs if len(signs) == LENGTH and check_sign(signs[:-1]) == signs[-1] else None


def check_sign(body: str) -> str:
    """The last sign, for the eight before it."""
    weighed = sum(place * SIGNS.index(sign) for place, sign in enumerate(body, start=1))
    return SIGNS[weighed % len(SIGNS)]
