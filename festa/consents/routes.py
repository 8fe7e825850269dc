"""The privacy notice: of Festa as a whole, and of each fair with the versions of its texts."""

from flask import Blueprint, render_template

from festa.consents.models import Purpose
from festa.consents.queries import current_texts
from festa.fairs.models import FairHost, HostRole
from festa.fairs.queries import find_tour, get_public_fair, public_season
from festa.fairs.words import HOST_WORDS
from festa.permissions import public

bp = Blueprint("consents", __name__, url_prefix="/privacy")

ANSWERABLE = (HostRole.HOST, HostRole.COHOST)


@bp.get("")
@public
def privacy() -> str:
    """What is kept, why, how long, which rights there are, and whom to call."""
    tour = find_tour()
    fairs = public_season(tour) if tour else []
    return render_template("consents/privacy.html", fairs=fairs)


@bp.get("/<slug>")
@public
def fair_privacy(slug: str) -> str:
    """The texts of one fair in force now, and who stands behind it."""
    fair = get_public_fair(slug)
    texts = current_texts(fair.id)
    return render_template(
        "consents/fair.html",
        fair=fair,
        texts=[texts[purpose] for purpose in Purpose if purpose in texts],
        answerable=_named(fair.hosts, *ANSWERABLE),
        sponsors=_named(fair.hosts, HostRole.SPONSOR),
        processors=_named(fair.hosts, HostRole.PROCESSOR),
        NOTICE=Purpose.NOTICE,
    )


def _named(hosts: list[FairHost], *roles: HostRole) -> list[tuple[object, str]]:
    return [(HOST_WORDS[host.role], host.name) for host in hosts if host.role in roles]
