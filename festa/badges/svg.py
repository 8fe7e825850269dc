"""The QR of a badge for a screen: the same symbol as on paper, as an SVG picture."""

import re

from festa.badges import qr

SIDE = qr.MODULES + 2 * qr.QUIET_MODULES
DARK = re.compile("1+")


def qr_svg(digits: str) -> str:
    """The picture with its quiet zone, black on white whatever the page's colours are."""
    runs = "".join(
        f"M{run.start() + qr.QUIET_MODULES} {top}h{len(run[0])}v1h-{len(run[0])}z"
        for top, row in enumerate(qr.rows(digits), qr.QUIET_MODULES)
        for run in DARK.finditer(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{SIDE}v{SIDE}H0z"/>'
        f'<path d="{runs}"/></svg>'
    )
