"""The QR of a link for a screen. Badges have a faster road of their own (badges.qr)."""

import re

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4
DARK = re.compile("1+")


def link_svg(link: str, title: str) -> Markup:
    """The picture with its quiet zone, black on white whatever the page's colours are."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(link)
    code.make()
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
    side = len(rows)
    runs = "".join(
        f"M{run.start()} {top}h{len(run[0])}v1h-{len(run[0])}z"
        for top, row in enumerate(rows)
        for run in DARK.finditer(row)
    )
    return Markup(
        '<svg viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        '<title>{title}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        '<path fill="#000" d="{runs}"/></svg>'
    ).format(side=side, title=title, runs=runs)
