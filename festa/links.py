"""Addresses in messages: always of BASE_URL, since whoever asks could forge the name of a host."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def site_link(endpoint: str, **values: object) -> str:
    """The whole address of a page; empty when this site was not told its own name."""
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    if not base:
        return ""
    return base + current_app.url_map.bind("").build(endpoint, values)


def map_link(latitude: float, longitude: float) -> str:
    """A map that opens in the phone's own application; without a name, to be short in a text."""
    return f"https://map.kakao.com/link/map/{latitude},{longitude}"


def signed_word(purpose: str, *numbers: int) -> str:
    """Numbers as one word for an address that only we can write; `purpose` keeps links apart."""
    return str(_signer(purpose).dumps(numbers))


def read_signed(purpose: str, word: str) -> tuple[int, ...] | None:
    """The numbers of such a word; None when it is not ours."""
    try:
        found = _signer(purpose).loads(word)
    except BadSignature:
        return None
    return tuple(found) if all(isinstance(one, int) for one in found) else None


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"festa.{purpose}")
