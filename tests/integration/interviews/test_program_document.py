"""Whatever a program sends, it is answered as the OpenAPI document says, and never with a 500."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from festa.audit.actor import SYSTEM
from festa.employers.tokens import make_token
from festa.extensions import db
from tests.integration.interviews.floor import make_floor

PATHS = ("/api/v1/slots", "/api/v1/applications", "/api/v1/bookings")
EXAMPLES = 20


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_one_that_the_document_knows(app: Flask, path: str) -> None:
    floor = make_floor()
    key = make_token(floor.participation.employer, "시험", SYSTEM)[1]
    db.session.commit()
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in document.include(path=path).get_all_operations()]
    assert operations
    for operation in operations:
        for mode in GenerationMode:
            try_out(operation.as_strategy(generation_mode=mode), key)


def try_out(cases: Any, key: str) -> None:
    """Send each with a good key and hold the answer against the document."""

    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        # What an address carries beyond the document is passed over, as everywhere on the web.
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"}, excluded_checks=[negative_data_rejection]
        )

    ask()
