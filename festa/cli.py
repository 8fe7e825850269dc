"""The `festa` command: each of its verbs is imported when it is called."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import ScriptInfo

import config

# Where each verb is, and what --help says of it without importing it.
VERBS: dict[str, tuple[str, str]] = {
    "serve": ("festa.commands.serve:serve", "Serve Festa on HOST:PORT."),
    "demo": ("festa.commands.demo:demo", "Fill an empty database with a demo season."),
    "fairs": ("festa.commands.fairs:fairs", "List the fairs with their states and counts."),
    "import": ("festa.commands.lists:read_in", "Read in a list of seekers or employers."),
    "badges": ("festa.commands.badges:badges", "Draw the badges of a fair into a PDF."),
    "paper-pack": ("festa.commands.paper:paper_pack", "Draw the paper pack of a fair."),
    "account": ("festa.commands.accounts:account", "Make accounts and set passwords."),
    "worker": ("festa.commands.worker:worker", "Send messages, keep the timetable."),
    "purge": ("festa.commands.upkeep:purge", "Destroy what has outlived its purpose."),
    "db": ("flask_migrate.cli:db", "Migrate the database."),
}


class Verbs(click.Group):
    """A group that imports a verb when it is called, so that each starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a first day."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of this name, imported now."""
        if cmd_name not in VERBS:
            return None
        module, _colon, name = VERBS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of --help, from what is written above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_where, help_text) in VERBS.items()])


def _make_app() -> Flask:
    from festa import create_app

    return create_app()


@click.command(cls=Verbs)
@click.version_option(package_name="festa", prog_name="festa")
@click.pass_context
def main(context: click.Context) -> None:
    """Run a touring season of job fairs."""
    config.prefer_own_machine()
    if context.obj is None:
        context.obj = ScriptInfo(create_app=_make_app)
