"""Many entries of the log go in a few statements, whoever writes them."""

from typing import Any

from sqlalchemy import func, select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.audit.service import entry, record, record_all
from tests.factories import make_fair
from tests.statements import statements_sent


def test_a_thousand_entries_are_written_in_a_few_statements(db: Any) -> None:
    fair = make_fair()
    db.session.commit()
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    entries = [entry("thing.done", fair, SYSTEM, number=number) for number in range(1_000)]
    with statements_sent(db.engine) as sent:
        record_all(entries)
        db.session.commit()
    assert len(sent) <= 5
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before + 1_000


def test_an_entry_among_many_is_the_one_that_is_written_alone(db: Any) -> None:
    fair = make_fair()
    record_all([entry("thing.done", fair, SYSTEM, seeker_id=7, number=1)])
    record("thing.done", fair, SYSTEM, seeker_id=7, number=1)
    query = select(AuditEntry).where(AuditEntry.action == "thing.done")
    one, other = (
        {name: value for name, value in vars(row).items() if name not in ("id", "at")}
        for row in db.session.scalars(query)
    )
    one.pop("_sa_instance_state"), other.pop("_sa_instance_state")
    assert one == other
    record_all([])
