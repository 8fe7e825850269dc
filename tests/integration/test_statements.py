"""What counts statements leaves nothing behind."""

import tempfile

import pytest
from flask import Flask
from sqlalchemy import text

from festa.extensions import db
from tests.statements import statements_sent


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_connection_that_is_still_in_use_afterwards_writes_into_nobodys_file(app: Flask) -> None:
    db.session.remove()
    with statements_sent(db.engine) as sent:
        db.session.execute(text("SELECT 1"))  # and the transaction stays open
    assert len(sent) == 1
    with tempfile.TemporaryFile() as next_file:
        db.session.execute(text("SELECT 2"))
        assert next_file.seek(0, 2) == 0
