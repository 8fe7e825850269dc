"""Refusals that stop a request: a name, a sentence for people, an HTTP status."""

from enum import StrEnum
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from festa.addresses import IntConverter
from festa.extensions import db, login
from festa.programs import from_program


class Stopped(Exception):
    """A request that cannot go on; says why and what to do next."""

    status = 409
    title: Any = _l("지금은 할 수 없어요")
    sentence: Any = _l("앞 화면으로 돌아가 다시 해 주세요.")

    def __init__(self, sentence: Any = None, reason: StrEnum | None = None) -> None:
        super().__init__(reason or type(self).__name__)
        self.reason = reason
        if sentence is not None:
            self.sentence = sentence


class NotFound(Stopped):
    """The thing does not exist, or not for this person."""

    status = 404
    title = _l("찾는 화면이 없어요")
    sentence = _l("주소가 바뀌었거나 지워졌을 수 있어요. 처음 화면에서 다시 찾아 주세요.")


class NotAllowed(Stopped):
    """The person is signed in, but this is not theirs to do."""

    status = 403
    title = _l("이 화면을 볼 수 있는 권한이 없어요")
    sentence = _l("다른 계정으로 로그인하거나 운영사무국에 권한을 요청해 주세요.")


class Refused(Stopped):
    """A rule says no; the reason is a member of the domain's own enum."""


TITLES: dict[int, Any] = {
    400: _l("요청을 읽지 못했어요"),
    404: NotFound.title,
    405: _l("이 방법으로는 열 수 없는 화면이에요"),
    413: _l("파일이 너무 커요"),
    429: _l("잠깐 쉬었다가 다시 해 주세요"),
    500: _l("저희 쪽에 문제가 생겼어요"),
    503: _l("지금 너무 많은 분이 함께 쓰고 있어요"),
}
SENTENCES: dict[int, Any] = {
    400: _l("입력한 내용을 다시 확인하고 한 번 더 보내 주세요."),
    404: NotFound.sentence,
    405: _l("앞 화면으로 돌아가 단추를 다시 눌러 주세요."),
    413: _l("한 번에 12MB까지 보낼 수 있어요. 파일을 줄이거나 나누어 올려 주세요."),
    429: _l("짧은 시간에 너무 많이 눌렀어요. 1분 뒤에 다시 해 주세요."),
    500: _l("잠시 뒤에 다시 해 주세요. 저장된 내용은 그대로 남아 있어요."),
    503: _l("몇 초 뒤에 다시 눌러 주세요. 입력한 내용은 저장되지 않았을 수 있어요."),
}


def answer(status: int, title: Any, sentence: Any, reason: str | None = None) -> tuple[Any, int]:
    """The designed page of a refusal, or its JSON for programs, which act on the reason's name."""
    if from_program():
        named = {"reason": reason} if reason else {}
        return {"code": status, "status": str(title), "message": str(sentence)} | named, status
    return render_template("error.html", status=status, title=title, sentence=sentence), status


def stopped(error: Stopped) -> tuple[Any, int]:
    """Answer a refusal of ours."""
    db.session.rollback()
    return answer(error.status, error.title, error.sentence, error.reason)


def http_error(error: HTTPException) -> Any:
    """Answer what Werkzeug refuses: unknown addresses, oversized bodies, wrong methods."""
    db.session.rollback()
    status = error.code or 500
    if status < 400:
        return error
    title, sentence = TITLES.get(status), SENTENCES.get(status)
    told = answer(status, title or TITLES[400], sentence or SENTENCES[400])
    methods = getattr(error, "valid_methods", None)
    return (*told, {"Allow": ", ".join(methods)}) if methods else told


def csrf_error(error: CSRFError) -> tuple[Any, int]:
    """Answer a form that waited longer than its session."""
    return answer(
        400,
        _("화면을 연 지 오래되었어요"),
        _("앞 화면을 새로 고친 뒤 다시 보내 주세요. 다른 창에서 로그아웃했을 수도 있어요."),
    )


def conflict(error: IntegrityError) -> tuple[Any, int]:
    """Answer a race that the database decided against this request."""
    db.session.rollback()
    return answer(
        409, Stopped.title, _("그사이 다른 곳에서 먼저 바뀌었어요. 새로 고친 뒤 다시 해 주세요.")
    )


def unkeepable(error: DataError | OverflowError) -> tuple[Any, int]:
    """Answer what no column holds: a number or date beyond bounds, a text too long or with NUL.

    The log gets no more than the kind: the error itself quotes what was typed.
    """
    db.session.rollback()
    current_app.logger.warning("%s at %s", type(error).__name__, request.endpoint)
    return answer(400, TITLES[400], SENTENCES[400])


def busy(error: OperationalError) -> tuple[Any, int]:
    """Answer a database that could not be reached or stayed locked.

    The page must not ask it who is reading: for this answer everybody is a visitor.
    """
    db.session.rollback()
    g._login_user = login.anonymous_user()
    return answer(503, TITLES[503], SENTENCES[503])


def init_app(app: Flask) -> None:
    """Have every refusal answered with a designed page."""
    app.url_map.converters["int"] = IntConverter
    app.register_error_handler(Stopped, stopped)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(IntegrityError, conflict)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(DataError, unkeepable)
    app.register_error_handler(OverflowError, unkeepable)
    app.register_error_handler(HTTPException, http_error)
