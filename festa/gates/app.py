"""The scanner that works without a network: its page, and what keeps it in the browser.

All of it is public: it holds nothing about anybody. What opens a roster is the device's token,
and that lives in the page's own store (see api.py).
"""

import json
from typing import Any

from flask import Blueprint, Response, current_app, render_template, url_for
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from festa.extensions import talisman
from festa.gates.app_files import app_files, fonts_address, version_of, worker_text
from festa.gates.undoing import MOVEMENTS
from festa.gates.words import KINDS, NEXT_STEPS, ON_THE_WAY_OUT, WORDS
from festa.permissions import public
from festa.security import POLICY

SCOPE = "/gate/app"
VERSION_HEADER = "Festa-Gate-Version"
# The reader of QR codes is WebAssembly, and no other page compiles any.
READER_POLICY = POLICY | {"script-src": "'self' 'wasm-unsafe-eval'"}

bp = Blueprint("gates_app", __name__, url_prefix=SCOPE)


@bp.get("")
@public
@talisman(content_security_policy=READER_POLICY)
def scanner() -> Response:
    """The scanner; without a device's token it asks to be paired and does no more."""
    page = _page()
    answer = current_app.response_class(page, mimetype="text/html")
    answer.headers[VERSION_HEADER] = version_of(app_files(page))
    return _checked(answer)


@bp.get("/sw.js")
@public
def worker() -> Response:
    """The service worker, which knows every file of this version of the scanner."""
    with force_locale("ko"):  # whatever the page's language: the names at the door are Korean
        files = app_files(_page())
    facts = {
        "version": version_of(files),
        "page": url_for("gates_app.scanner"),
        "files": [url_for("gates_app.reader"), *(file.address for file in files)],
        "fonts": fonts_address(),
    }
    text = f"const FESTA = {json.dumps(facts)};\n{worker_text()}"
    answer = current_app.response_class(text, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = SCOPE
    return _checked(answer)


@bp.get("/reader.js")
@public
@talisman(content_security_policy=READER_POLICY)
def reader() -> Response:
    """The start of the thread that reads QR codes.

    A thread obeys the policy that its own script came with, and the service worker hands out
    only what lies under its path: so the script of this thread begins here.
    """
    text = f"import {json.dumps(url_for('static', filename='js/gate/reader.js'))};\n"
    return _checked(current_app.response_class(text, mimetype="text/javascript"))


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """What a phone needs to put the scanner on its home screen."""
    mark = {"src": url_for("static", filename="img/favicon.svg"), "sizes": "any"}
    facts: dict[str, Any] = {
        "id": SCOPE,
        "name": _("입장 스캐너"),
        "short_name": _("입장 스캐너"),
        "lang": str(get_locale()),
        "start_url": SCOPE,
        "scope": SCOPE,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#0f1615",
        "theme_color": "#0f1615",
        "icons": [mark | {"type": "image/svg+xml", "purpose": "any"}],
    }
    text = json.dumps(facts, ensure_ascii=False)
    answer = current_app.response_class(text, mimetype="application/manifest+json")
    return _checked(answer)


def _page() -> str:
    """The page with every sentence that its scripts may show."""
    return render_template(
        "gates/app.html",
        words=WORDS,
        kinds=KINDS,
        next_steps=NEXT_STEPS,
        undoable=MOVEMENTS,
        on_the_way_out=ON_THE_WAY_OUT,
    )


def _checked(answer: Response) -> Response:
    """Let browsers keep it, and ask each time whether it is still that."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer
