"""Where to go next: only to addresses of our own."""

from urllib.parse import urlsplit


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
