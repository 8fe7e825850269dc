"""The `festa` command."""

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate.cli import db as migrations


def _make_app() -> Flask:
    from festa import create_app

    return create_app()


@click.group(cls=FlaskGroup, create_app=_make_app, add_default_commands=False)
def main() -> None:
    """Run a touring season of job fairs."""


main.add_command(migrations)


def init_app(app: Flask) -> None:
    """Nothing to bind yet: the commands hang on `main`."""
