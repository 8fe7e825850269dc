"""Drawn badges as the answer to a request."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, cast

from flask import Response, current_app, send_file

from festa.badges import fonts
from festa.badges.face import BadgeFace, Layout
from festa.badges.pdf import draw_badges

IN_MEMORY = 16 * 1024 * 1024  # about 5,000 badges; more go through a file without a name


def send_badges(faces: Iterable[BadgeFace], layout: Layout, name: str) -> Response:
    """The PDF of these faces, to keep under this name."""
    fonts.register(current_app.config["PDF_FONTS"])
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when it was sent
    draw_badges(faces, layout, cast(Any, file))
    file.seek(0)
    return send_file(
        cast(Any, file), "application/pdf", as_attachment=True, download_name=name, max_age=0
    )
