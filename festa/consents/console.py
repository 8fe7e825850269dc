"""The consent texts of a fair: what counts now, what counted before, and new versions."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from festa.consents.defaults import named_hosts
from festa.consents.models import ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.consents.service import publish_text
from festa.consents.starting import publish_missing_texts
from festa.consents.text_form import ConsentTextForm
from festa.consents.words import WORDS, when_asked
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.permissions import Permission, acting, authorise, requires

# Registered inside fairs_console: its endpoints are fairs_console.texts.index and so on.
bp = Blueprint("texts", __name__, url_prefix="/fairs/<slug>/texts")


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.RUN_SEASON, fair)
    return fair


def _purpose(name: str) -> Purpose:
    try:
        return Purpose(name)
    except ValueError as unknown:
        raise NotFound from unknown


@bp.get("")
@requires(Permission.RUN_SEASON)
def index(slug: str) -> str:
    """All texts of the fair with the version that counts."""
    fair = _fair(slug)
    texts = current_texts(fair.id)
    hosts = named_hosts(fair)
    rows = [
        {
            "purpose": purpose,
            "word": WORDS[purpose],
            "when": when_asked(purpose),
            "text": texts.get(purpose),
        }
        for purpose in Purpose
    ]
    notice = texts.get(Purpose.NOTICE)
    return render_template(
        "fairs/console_texts.html",
        fair=fair,
        rows=rows,
        missing=len(Purpose) - len(texts),
        hosts=hosts,
        hosts_differ=notice is not None and hosts not in notice.recipient,
    )


@bp.post("/defaults")
@requires(Permission.RUN_SEASON)
def make_defaults(slug: str) -> Response:
    """Publish the default text wherever the fair has none."""
    fair = _fair(slug)
    made = publish_missing_texts(fair, acting())
    db.session.commit()
    flash(
        _(
            "기본 문안 %(count)s개를 만들었어요. 개인정보 보호책임자가 확인해 주세요.",
            count=len(made),
        ),
        "ok",
    )
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/<purpose>")
@requires(Permission.RUN_SEASON)
def show(slug: str, purpose: str) -> str:
    """One text in all its versions."""
    fair, asked = _fair(slug), _purpose(purpose)
    query = (
        select(ConsentText)
        .where(ConsentText.fair_id == fair.id, ConsentText.purpose == asked)
        .order_by(ConsentText.version.desc())
    )
    versions = db.session.scalars(query).all()
    return render_template(
        "fairs/console_text.html", fair=fair, purpose=asked, word=WORDS[asked], versions=versions
    )


@bp.route("/<purpose>/new", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def publish(slug: str, purpose: str) -> Any:
    """Write a new version, beginning with the words of the one that counts now."""
    fair, asked = _fair(slug), _purpose(purpose)
    current = current_texts(fair.id).get(asked)
    form = ConsentTextForm(obj=current)
    if form.validate_on_submit():
        if form.changes(current):
            text = ConsentText(fair_id=fair.id, purpose=asked, **form.words())
            publish_text(text, acting())
            db.session.commit()
            flash(
                _("%(version)s판을 냈어요. 지금부터 이 문안으로 물어봐요.", version=text.version),
                "ok",
            )
            return redirect(url_for(".show", slug=slug, purpose=purpose), 303)
        form.title.errors = [_("지금 문안과 같아요. 바꿀 곳을 고친 뒤 새 판을 내 주세요.")]
    page = render_template(
        "fairs/console_text_new.html",
        fair=fair,
        purpose=asked,
        word=WORDS[asked],
        form=form,
        current=current,
    )
    return page, 422 if form.errors else 200
