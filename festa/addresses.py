"""Where to go next: only to addresses of our own. And which numbers an address may hold."""

from urllib.parse import urlsplit

from werkzeug.routing import IntegerConverter, Map

GREATEST_ID = 2**31 - 1


class IntConverter(IntegerConverter):
    """A number that a row can have: any other is an address that does not exist."""

    regex = r"\d{1,10}"

    def __init__(self, rules: Map) -> None:
        super().__init__(rules, max=GREATEST_ID)


def local_address(asked: str | None, otherwise: str) -> str:
    """The asked address when it is a path of this site, else the other one.

    Browsers read a backslash as a slash and drop tabs and line ends, so an address that
    holds one of them could lead elsewhere.
    """
    if not asked or not asked.startswith("/") or asked.startswith("//"):
        return otherwise
    if "\\" in asked or not asked.isprintable():
        return otherwise
    try:
        parts = urlsplit(asked)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else asked
