"""What no column holds: answered with a sentence, never as a fault of ours, and never logged."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from festa.permissions import Role
from tests.factories import make_account, make_registration, make_seeker, sign_in

BEYOND = (2**31, 2**63, 10**30, 10**5000)


@pytest.mark.parametrize("number", BEYOND, ids=("int4", "int8", "30 digits", "5000 digits"))
@pytest.mark.parametrize("address", ["/jobs/{}", "/console/registrations/{}", "/gate/{}"])
def test_a_number_beyond_every_row_is_no_address(
    client: FlaskClient, address: str, number: int
) -> None:
    sign_in(client, make_account(Role.ORGANISER))
    digits = "1" + "0" * 5000 if number == BEYOND[-1] else str(number)
    assert client.get(address.format(digits)).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_beyond_the_calendar_is_no_fault(client: FlaskClient, day: str) -> None:
    sign_in(client, make_account(Role.ORGANISER))
    for field in ("since", "until"):
        answer = client.get("/console/audit", query_string={field: day})
        assert answer.status_code in {200, 400}


def test_nul_is_refused_and_what_was_typed_stays_out_of_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    typed = {"email": "min\0ji@example.com", "password": "a-long-one"}
    assert client.post("/account/sign-in", data=typed).status_code in {400, 422}
    assert "ji@example.com" not in caplog.text


def test_nul_in_what_seekers_and_staff_look_for_is_no_fault(client: FlaskClient) -> None:
    registration = make_registration()
    sign_in(client, make_account(Role.ORGANISER))
    answer = client.post(f"/desk/{registration.fair.slug}", data={"words": "김\0민수"})
    assert answer.status_code < 500
    sign_in(client, make_seeker())
    assert client.get("/jobs?words=a%00b&region=%00&fair=%00").status_code < 500


def test_errors_of_the_database_quote_nobody_in_production(app: Flask) -> None:
    assert config.Production.SQLALCHEMY_ENGINE_OPTIONS["hide_parameters"] is True
