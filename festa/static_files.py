"""How long browsers keep our files: for good when their address names their content."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

A_YEAR, A_WEEK = 365 * 24 * 3600, 7 * 24 * 3600
# Named by their content. Scripts are not: modules name one another, and two names are two modules.
NAMED = ("css/", "img/")
VENDOR = "vendor/"  # changes only with a release, and is named from within style sheets


def name_by_content(endpoint: str, values: dict[str, Any]) -> None:
    """Add ?v= with the content's hash to the address of a style sheet or picture."""
    filename = str(values.get("filename", ""))
    if endpoint == "static" and filename.startswith(NAMED):
        path = Path(str(current_app.static_folder)) / filename
        if path.is_file():
            values.setdefault("v", _hash(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=256)
def _hash(path: Path, changed: int) -> str:
    """The start of the hash of a file's content; `changed` makes it be read again."""
    return sha256(path.read_bytes()).hexdigest()[:10]


def keep_in_caches(response: Response) -> Response:
    """Let browsers keep a file: named by content for good, packages a week, the rest checked."""
    if request.endpoint != "static" or response.status_code not in {200, 304}:
        return response
    filename = (request.view_args or {}).get("filename", "")
    if "v" in request.args and filename.startswith(NAMED):
        _keep(response, A_YEAR)
    elif filename.startswith(VENDOR):
        _keep(response, A_WEEK)
    return response


def _keep(response: Response, seconds: int) -> None:
    control = response.cache_control
    control.no_cache, control.public = None, True
    control.max_age, control.immutable = seconds, True


def init_app(app: Flask) -> None:
    """Name files by their content, and say how long they may be kept."""
    app.url_defaults(name_by_content)
    app.after_request(keep_in_caches)
