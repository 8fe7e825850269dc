"""A database that was migrated is the one that the models speak of, and no row is lost on the way."""

import uuid
from collections.abc import Iterator
from contextlib import suppress

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

import config
from festa.audit.actor import SYSTEM
from festa.extensions import db as database
from festa.gates.answer import ScanRequest
from festa.gates.models import CheckIn, Scan
from festa.gates.service import admit
from festa.gates.undoing import undo
from tests.conftest import ENGINES, make_database, make_test_app, worker_name
from tests.factories import make_fair, make_gate, make_registration

VERSIONS = str(config.ROOT / "migrations")


@pytest.fixture(params=ENGINES)
def own_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a migrated database that nobody else uses."""
    app = make_test_app(make_database(request.param, f"festa_versions_{worker_name()}"))
    with app.app_context():
        yield app
        database.session.remove()
        database.engine.dispose()


def test_the_migrations_make_what_the_models_speak_of(own_app: Flask) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), database.metadata) == []


def test_scans_survive_their_tables_being_made_anew(own_app: Flask) -> None:
    gate = make_gate(make_fair())
    registration = make_registration(gate.fair)
    kept = admit(gate, ScanRequest("", registration_id=registration.id), SYSTEM).scan
    undoing = undo(admit(gate, ScanRequest("nonsense"), SYSTEM).scan, SYSTEM)
    admitted, taken_back = kept.id, (undoing.id, undoing.undoes_id)
    database.session.commit()
    database.session.remove()
    downgrade(directory=VERSIONS, revision="0010_queue")
    upgrade(directory=VERSIONS)
    rows = database.session.execute(select(Scan.id, Scan.undoes_id))
    undoings = {one.id: one.undoes_id for one in rows}
    number, undone = taken_back
    assert undoings == {admitted: None, undone: None, number: undone}
    assert database.session.scalars(select(CheckIn.scan_id)).all() == [admitted]


def test_no_scan_is_stored_at_a_gate_of_another_fair(own_app: Flask) -> None:
    gate, elsewhere = make_gate(make_fair()), make_gate(make_fair())
    scan = admit(gate, ScanRequest("nonsense"), SYSTEM).scan
    database.session.commit()
    with pytest.raises(IntegrityError):
        database.session.execute(
            text("UPDATE scan SET gate_id = :gate WHERE fair_id = :fair"),
            {"gate": elsewhere.id, "fair": scan.fair_id},
        )


@pytest.mark.parametrize("revision", ["head", "nonsense"])
def test_whoever_comes_after_a_migration_minds_what_rows_point_at(
    own_app: Flask, revision: str
) -> None:
    with suppress(CommandError, SystemExit):
        upgrade(directory=VERSIONS, revision=revision)
    check_in = text(
        "INSERT INTO check_in (fair_id, gate_id, registration_id, scan_id, at, last_in_at,"
        " changed_at) VALUES (1, 1, 1, :scan, :at, :at, :at)"
    )
    with pytest.raises(IntegrityError):
        database.session.execute(
            check_in, {"scan": uuid.uuid4().hex, "at": "2026-11-23 01:00:00+00:00"}
        )
