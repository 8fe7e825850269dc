"""Which page of a list was asked for."""

from flask import request

LAST = 10_000


def asked_page() -> int:
    """The page number in the address: 1 when there is none, never beyond what a database counts."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST)
