"""How PostgreSQL goes about it: row by row, even in the morning, when the tables hold little."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.facts import FACTS_BY_CODE, LOOKS
from festa.gates.ledger import WRITING
from festa.gates.statement import PICKED_UP, Statement, direct_line, go_by_index
from tests.factories import make_registration
from tests.integration.gates.handset import Phone, a_scan, badge_of

TWO = [{}, {}]
PEOPLE = 90  # more check-ins than go on a page
# What the planner knows of them.
KNOWN = {
    "nothing": "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', 'check_in',"
    " 'relpages', 0, 'reltuples', CAST(-1 AS real))",
    "all": "ANALYZE check_in",
}


# What the planner may have learnt before the people came, and the tables that they fill.
BELIEVED = {"empty": (0, 0), "one row": (1, 1)}
GROWING = ("scan", "check_in", "seeker", "account", "badge", "registration")
LOOKED_UP: dict[str, Statement[Any]] = {
    "facts by code": FACTS_BY_CODE,
    "looks": LOOKS,
}


def plan_of(statement: Statement[Any], lists: Sequence[str], rows: list[Any]) -> str:
    """How PostgreSQL would go about it with such lists, whatever is in them."""
    values = dict.fromkeys(statement._many.names, None)
    sent, filled_in = statement.as_sent(**values | {name: rows for name in lists if name in values})
    places = list(filled_in)
    numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${places.index(found[1]) + 1}", sent)
    go_by_index()
    driver = db.session.connection().connection.driver_connection
    assert driver is not None
    return "\n".join(row[0] for row in driver.execute(f"EXPLAIN (GENERIC_PLAN) {numbered}"))


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.parametrize("rows", [[{}], TWO], ids=["one", "many"])
@pytest.mark.parametrize("believed", BELIEVED)
@pytest.mark.parametrize("looked_up", LOOKED_UP)
def test_whatever_the_planner_believes_nobody_is_looked_for_by_going_through_a_table(
    app: Flask, fair: Fair, believed: str, looked_up: str, rows: list[Any]
) -> None:
    """Once it was: two hundred scans took nine seconds, where the table had been empty before."""
    pages, tuples = BELIEVED[believed]
    for table in GROWING:
        db.session.execute(
            text(
                "SELECT pg_restore_relation_stats('schemaname', 'public',"
                " 'relname', CAST(:table AS text),"
                " 'relpages', CAST(:pages AS int), 'reltuples', CAST(:tuples AS real))"
            ),
            {"table": table, "pages": pages, "tuples": tuples},
        )
    plan = plan_of(LOOKED_UP[looked_up], ("asked",), rows)
    ways = re.findall(rf"\n *->  (.*) on (?:{'|'.join(GROWING)})\b.*\n +(.*)", plan)
    assert len(ways) == 8, plan
    assert all(way.startswith("Index Scan") and how.startswith("Index Cond") for way, how in ways)


# On SQLite check-ins are changed by one statement each.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("known", KNOWN)
def test_check_ins_that_change_are_found_one_by_one_by_their_numbers(
    app: Flask, fair: Fair, phone: Phone, known: str, several: bool
) -> None:
    """Once they were not: every check-in there was, was held against every one that changed."""
    people = [make_registration(fair) for _ in range(PEOPLE)]
    phone.results(*(a_scan(badge_of(one).code) for one in people))
    db.session.execute(text(KNOWN[known]))
    plan = plan_of(WRITING[False, True, False, several], ("scans", "moved"), TWO)
    assert "Index Cond: (id = m.id)" in plan
    assert plan.count("on check_in") == 2  # the change and the looking up, and no other reading


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_direct_line_never_makes_a_plan_for_the_values_of_one_scan(
    app: Flask, fair: Fair, phone: Phone
) -> None:
    people = [make_registration(fair) for _ in range(8)]
    for one in people:
        phone.results(a_scan(badge_of(one).code))
    with direct_line():
        line = PICKED_UP.get()
        assert line is not None
        kept = line.rows(b"SELECT generic_plans, custom_plans FROM pg_prepared_statements", [])
    assert max(generic for generic, _custom in kept) >= len(people)
    assert not any(custom for _generic, custom in kept)
