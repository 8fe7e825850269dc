"""What all verbs share: the application, the language, errors as sentences, progress on a terminal."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import IO, Any, ParamSpec, TypeVar

import click
from flask.cli import ScriptInfo
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError, ProgrammingError

from festa.errors import Stopped

P = ParamSpec("P")
R = TypeVar("R")

LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Halt(click.ClickException):
    """An end with a sentence that says what to do next; exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it on stderr, without a prefix."""
        click.echo(self.format_message(), file=file, err=file is None)


def language() -> str:
    """English where the terminal is English; else Korean, the language of Festa."""
    for variable in LANGUAGE_VARIABLES:
        if value := os.environ.get(variable):
            return "en" if value.lower().startswith("en") else "ko"
    return "ko"


def in_app(verb: Callable[P, R]) -> Callable[P, R]:
    """Run a verb inside the application; what stops it is said in a sentence."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        app = load_app()
        with app.app_context(), force_locale(language()), sentences():
            return verb(*args, **kwargs)

    return run


def load_app() -> Any:
    """The application of this command; a setting that is missing is said in a sentence."""
    try:
        return click.get_current_context().ensure_object(ScriptInfo).load_app()
    except SystemExit as missing:
        raise Halt(str(missing.code)) from None


@contextmanager
def sentences() -> Iterator[None]:
    """Turn refusals, broken files and databases into sentences."""
    try:
        yield
    except Stopped as stopped:
        raise Halt(str(stopped.sentence)) from None
    except (OperationalError, ProgrammingError) as problem:
        raise Halt(_database_sentence(problem)) from None
    except BrokenPipeError:
        raise  # whoever reads has enough; click ends quietly
    except OSError as problem:
        name = problem.filename or ""
        raise Halt(_("%(file)s: %(why)s", file=name, why=problem.strerror or problem)) from None


def _database_sentence(problem: Exception) -> str:
    text = str(problem).lower()
    if "no such table" in text or "no such column" in text or "does not exist" in text:
        return _("데이터베이스가 아직 이 버전이 아니에요. 먼저 ‘festa db upgrade’를 실행해 주세요.")
    return _("데이터베이스에 연결할 수 없어요. DATABASE_URL과 서버 상태를 확인해 주세요.")


Advance = Callable[[int], None]


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Advance]:
    """A bar on stderr while it is a terminal; nothing at all in a pipe."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task(label, total=total)
        yield lambda count: bar.advance(task, count)
