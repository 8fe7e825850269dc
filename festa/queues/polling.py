"""Answering screens that ask again and again: nothing when nothing has changed."""

from collections.abc import Callable

from flask import Response, make_response, request
from flask_babel import get_locale


def if_changed(version: str, render: Callable[[], str], stage: str | None = None) -> Response:
    """The part of a page, or 304 when the asker has this version in this language.

    `stage` tells the screen that other buttons belong on the page itself.
    """
    tag = f"{version}.{get_locale()}"
    known = request.if_none_match.contains(tag)
    answer = Response(status=304) if known else make_response(render())
    answer.set_etag(tag)
    # Nobody between may keep it, and the browser asks each time.
    answer.headers["Cache-Control"] = "no-cache, private"
    if stage is not None:
        answer.headers["X-Stage"] = stage
    return answer
