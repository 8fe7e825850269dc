"""The API does what its document says: schemathesis reads the document and asks accordingly.

It calls the whole application, on both engines. The cases are the same in every run.
"""

import contextvars
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from festa.extensions import db
from tests.factories import make_fair, make_registration
from tests.integration.gates.handset import make_phone

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
OPERATIONS = ("POST /devices", "GET /me", "DELETE /me", "GET /roster", "POST /scans")
# Hypothesis holds examples that are alike for a fault of the test; so much is alike here.
CALMLY = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def document(app: Flask) -> Any:
    """The document as the application serves it; each request stands in a context of its own."""

    def apart(environ: Any, start_response: Any) -> Any:
        return contextvars.Context().run(app, environ, start_response)

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", apart)


def test_the_document_names_every_operation_of_the_gate(document: Any) -> None:
    named = {found.ok().label.replace("/api/v1", "") for found in document.get_all_operations()}
    assert named >= set(OPERATIONS)


# What is wrong in a query is passed over, so only bodies can be refused.
RIGHT = [(name, GenerationMode.POSITIVE) for name in OPERATIONS]
WRONG = [(name, GenerationMode.NEGATIVE) for name in OPERATIONS if name.startswith("POST")]


@pytest.mark.parametrize(("name", "mode"), RIGHT + WRONG)
def test_every_answer_is_one_that_the_document_names(
    document: Any, name: str, mode: GenerationMode
) -> None:
    method, path = name.split()
    operation = document["/api/v1" + path][method]
    fair = make_fair()
    make_registration(fair)
    # Schemathesis does not unpack what is compressed.
    headers = {
        "Authorization": f"Bearer {make_phone(fair).token}",
        "Accept-Encoding": "identity",
    }
    db.session.commit()

    @CALMLY
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


@pytest.mark.parametrize("name", OPERATIONS)
def test_without_a_good_token_only_pairing_is_open(document: Any, name: str) -> None:
    method, path = name.split()
    operation = document["/api/v1" + path][method]

    @CALMLY
    @given(case=operation.as_strategy())
    def ask(case: Case) -> None:
        case.headers.pop("Authorization", None)
        answer = case.call_and_validate(checks=CHECKS)
        assert answer.status_code == (403 if name == "POST /devices" else 401)

    ask()
