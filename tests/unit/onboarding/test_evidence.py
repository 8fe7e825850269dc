"""When an employer is proven, over every pair of answers; and when it may apply at all."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from festa.fairs.lifecycle import FairState
from festa.onboarding.evidence import ENOUGH, Evidence, Found, Match, TaxStatus, weigh
from festa.onboarding.window import BEFORE_THE_DOORS, OPEN_STATES, takes_applications

DOORS = datetime(2026, 12, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "evidence"),
    [
        (TaxStatus.CLOSED, Evidence.CLOSED),
        (TaxStatus.SUSPENDED, Evidence.SUSPENDED),
        (TaxStatus.UNREGISTERED, Evidence.UNREGISTERED),
    ],
)
def test_a_number_out_of_use_outweighs_every_paper(status: TaxStatus, evidence: Evidence) -> None:
    for match, paper, before in product(Match, (True, False), (True, False)):
        assert weigh(Found(status, match, paper, before)) is evidence
    assert evidence not in ENOUGH


def test_a_match_at_the_tax_office_needs_no_paper() -> None:
    assert weigh(Found(TaxStatus.ACTIVE, Match.MATCHED)) is Evidence.PROVEN


@pytest.mark.parametrize("status", [TaxStatus.ACTIVE, TaxStatus.UNKNOWN])
def test_without_a_match_a_paper_decides(status: TaxStatus) -> None:
    assert weigh(Found(status, Match.UNKNOWN)) is Evidence.DOCUMENT_MISSING
    assert weigh(Found(status, Match.UNKNOWN, document=True)) is Evidence.BY_DOCUMENT


def test_an_earlier_approval_counts_unless_the_chief_differs_now() -> None:
    known = Found(TaxStatus.UNKNOWN, Match.UNKNOWN, approved_before=True)
    assert weigh(known) is Evidence.KNOWN
    differs = Found(TaxStatus.ACTIVE, Match.DIFFERENT, approved_before=True)
    assert weigh(differs) is Evidence.DOCUMENT_MISSING


@pytest.mark.parametrize("state", FairState)
def test_the_state_of_the_fair_comes_before_its_dates(state: FairState) -> None:
    now = DOORS - timedelta(days=20)
    assert takes_applications(state, None, None, DOORS, now) is (state in OPEN_STATES)


def test_without_dates_the_window_shuts_three_days_before_the_doors() -> None:
    shut = DOORS - BEFORE_THE_DOORS
    published = FairState.PUBLISHED
    assert takes_applications(published, None, None, DOORS, shut - timedelta(seconds=1))
    assert not takes_applications(published, None, None, DOORS, shut)


def test_the_fairs_own_dates_hold() -> None:
    opens, closes = DOORS - timedelta(days=9), DOORS - timedelta(days=1)
    asked = [opens - timedelta(seconds=1), opens, closes - timedelta(seconds=1), closes]
    answers = [takes_applications(FairState.PUBLISHED, opens, closes, DOORS, at) for at in asked]
    assert answers == [False, True, True, False]
