"""The `festa` command on the application of a test."""

import contextvars
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from festa.cli import main
from festa.extensions import db

Festa = Callable[..., Result]


@pytest.fixture
def festa(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Festa:
    """Run `festa …` as in a pipe, on what the test has arranged; an error of ours is raised."""
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def run(*words: object, typed: str | None = None) -> Result:
        db.session.commit()
        asked = [str(word) for word in words]
        info = ScriptInfo(create_app=lambda: app)
        result: Result = contextvars.Context().run(
            CliRunner().invoke, main, asked, obj=info, input=typed
        )
        db.session.expire_all()
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
