"""Drafts: kept a day, then destroyed."""

from datetime import timedelta

from sqlalchemy import select
from time_machine import Traveller

from festa.extensions import db
from festa.registrations.drafts import KEPT, find_draft, purge_drafts
from festa.registrations.models import RegistrationDraft
from tests.factories import make_fair
from tests.integration.registrations.road import Road, leads_to


def test_drafts_older_than_a_day_are_destroyed(road: Road, clock_stands: Traveller) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    road.tell()
    old = db.session.scalars(select(RegistrationDraft.id)).one()
    clock_stands.shift(KEPT - timedelta(minutes=1))
    assert purge_drafts() == 0
    clock_stands.shift(timedelta(minutes=2))
    assert purge_drafts() == 1
    assert db.session.get(RegistrationDraft, old) is None


def test_a_draft_that_is_past_its_day_is_not_used_even_before_it_is_destroyed(
    road: Road, clock_stands: Traveller
) -> None:
    fair = make_fair()
    road.choose(fair)
    clock_stands.shift(KEPT)
    assert leads_to(road.client.get("/register/consents")) == "register"


def test_nobody_finds_a_draft_without_its_token(road: Road) -> None:
    road.choose(make_fair())
    assert find_draft(None) is None
    assert find_draft("") is None
    assert find_draft("made up") is None
