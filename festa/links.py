"""Addresses in messages: always of BASE_URL, since whoever asks could forge the name of a host."""

from flask import current_app


def site_link(endpoint: str, **values: object) -> str:
    """The whole address of a page; empty when this site was not told its own name."""
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    if not base:
        return ""
    return base + current_app.url_map.bind("").build(endpoint, values)


def map_link(latitude: float, longitude: float) -> str:
    """A map that opens in the phone's own application; without a name, to be short in a text."""
    return f"https://map.kakao.com/link/map/{latitude},{longitude}"
