"""`festa import`: take in the lists that organisers send."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

from festa import clock
from festa.audit.actor import SYSTEM
from festa.commands.terminal import Advance, Halt, in_app, progress
from festa.employers import employer_sheet
from festa.employers.importing import import_employers
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import find_fair
from festa.fairs.taking_in import AfterBatch, Taken
from festa.registrations import seeker_sheet
from festa.registrations.importing import import_seekers
from festa.sheets.columns import Column
from festa.sheets.problems import SheetRefused
from festa.sheets.rows import Listing
from festa.sheets.writing import write_refused
from festa.text import Explanation


@dataclass(frozen=True)
class Order:
    """What was asked: which file into which fair, whether for real, and where refusals go."""

    file: Path
    slug: str
    dry_run: bool
    errors: Path | None


@dataclass(frozen=True)
class Kind:
    """One kind of list: how it is read, and what the result line calls its entries."""

    counted: str
    read: Callable[[Path, Advance], Listing[Any]]
    columns: Sequence[Column]
    explained: Mapping[Any, Explanation]


SEEKERS = Kind(
    "people",
    lambda file, advance: seeker_sheet.read_seekers(file, clock.today(), lambda row: advance(1)),
    seeker_sheet.COLUMNS,
    seeker_sheet.EXPLAINED,
)
EMPLOYERS = Kind(
    "employers",
    lambda file, advance: employer_sheet.read_employers(file, lambda row: advance(1)),
    employer_sheet.COLUMNS,
    employer_sheet.EXPLAINED,
)

Take = Callable[[Fair, Any, AfterBatch], Taken]


@click.group()
def read_in() -> None:
    """Read in a list of seekers or employers (.xlsx or .csv); doing it twice changes nothing."""


def _list_options(command: Any) -> Any:
    paths = click.Path(dir_okay=False, path_type=Path)
    for option in (
        click.option("--errors", type=paths, help="Write the refused rows to this .xlsx file."),
        click.option("--dry-run", is_flag=True, help="Say what would happen; keep nothing."),
        click.option("--fair", "slug", required=True, help="The fair's slug: 2026-daejeon."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):
        command = option(command)
    return command


@read_in.command()
@_list_options
@click.option(
    "--details-consented",
    is_flag=True,
    help="These people agreed on paper to the keeping of wished work, courses and e-mail.",
)
@in_app
def seekers(details_consented: bool, **asked: Any) -> None:
    """Register everybody on a list for a fair.

    Prints people=N duplicates=N blank=N refused=N, and every refused row with what to do.
    """

    def take(fair: Fair, listing: Any, after: AfterBatch) -> Taken:
        if not details_consented and any(one.wished_work or one.courses for one in listing.people):
            click.echo(
                _(
                    "희망 직종·수료 과정·이메일은 동의 기록이 없어 넣지 않아요(--details-consented)."
                ),
                err=True,
            )
        return import_seekers(
            fair, listing, SYSTEM, details_consented=details_consented, after_batch=after
        )

    _read_in(Order(**asked), SEEKERS, take)


@read_in.command()
@_list_options
@click.option("--approved", is_flag=True, help="The organisers have reviewed these employers.")
@in_app
def employers(approved: bool, **asked: Any) -> None:
    """Let every company on a list apply for a fair.

    Prints employers=N duplicates=N blank=N refused=N, and every refused row with what to do.
    """

    def take(fair: Fair, listing: Any, after: AfterBatch) -> Taken:
        return import_employers(fair, listing, SYSTEM, approved=approved, after_batch=after)

    _read_in(Order(**asked), EMPLOYERS, take)


def _read_in(order: Order, kind: Kind, take: Take) -> None:
    fair = _fair(order.slug)
    db.session.rollback()  # nobody waits for the lock while a long file is read
    listing = _listing(order.file, kind)
    if order.errors:
        write_refused(order.errors, kind.columns, listing.refused, kind.explained)
    if not order.dry_run:
        with progress(_("명단 넣기"), len(listing.taken)) as advance:
            taken = take(fair, listing, _commit_and(advance))
        db.session.commit()
        _say_taken(taken)
    _say_rows(listing, kind)
    click.echo(" ".join(f"{name}={count}" for name, count in listing.counts(kind.counted).items()))


def _fair(slug: str) -> Fair:
    fair = find_fair(slug)
    if fair is None:
        raise Halt(
            _("‘%(slug)s’ 박람회가 없어요. ‘festa fairs’로 이름을 확인해 주세요.", slug=slug)
        )
    return fair


def _listing(file: Path, kind: Kind) -> Listing[Any]:
    with progress(_("명단 읽기"), None) as advance:
        try:
            return kind.read(file, advance)
        except SheetRefused as refused:
            raise Halt(f"{file.name}: {refused.sentence}") from None


def _commit_and(advance: Advance) -> AfterBatch:
    """Commit each batch, so that the gates of a live fair never wait for a list."""
    done = 0

    def after(taken: Taken) -> None:
        nonlocal done
        db.session.commit()
        advance(taken.rows - done)
        done = taken.rows

    return after


def _say_rows(listing: Listing[Any], kind: Kind) -> None:
    """Every refused row with its number and what to do; never what was typed there."""
    for row in listing.refused:
        told = " ".join(str(kind.explained[reason]) for reason in row.reasons)
        click.echo(_("%(row)s행: %(told)s", row=row.number, told=told))
    if listing.withheld:
        sentence = _(
            "주민등록번호 칸 %(count)s개는 읽지 않고 버렸어요.", count=f"{listing.withheld:,}"
        )
        click.echo(sentence, err=True)


def _say_taken(taken: Taken) -> None:
    sentence = _(
        "새로 넣음 %(new)s, 이미 있음 %(stood)s", new=f"{taken.new:,}", stood=f"{taken.stood:,}"
    )
    click.echo(sentence, err=True)
