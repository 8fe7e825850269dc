"""`festa fairs`: the season as a table, or as JSON for programs."""

import json
from typing import Any

import click
from flask_babel import gettext as _

from festa.commands.terminal import in_app
from festa.reports.listing import COUNTS, list_fairs


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A list of objects for programs.")
@in_app
def fairs(as_json: bool) -> None:
    """List the fairs of every season: slug, city, day, state and counts.

    Registrations and bookings are counted in every state; confirmed, checked_in, employers and
    jobs as the console defines them.
    """
    found = list_fairs()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif found:
        _print_table(found)
    else:
        click.echo(_("아직 박람회가 없어요. ‘festa demo’로 시연용 시즌을 만들 수 있어요."))


def _print_table(found: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("slug", "city", "day", "state"):
        table.add_column(name, no_wrap=True)
    for name in COUNTS:
        table.add_column(name, justify="right", no_wrap=True)
    for fair in found:
        texts = [fair[name] for name in ("slug", "city", "day", "state")]
        table.add_row(*texts, *(f"{fair[name]:,}" for name in COUNTS))
    console = Console()
    if not console.is_terminal:
        console.width = 200
    console.print(table)
