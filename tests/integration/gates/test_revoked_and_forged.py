"""Badges that should not open the door: each is refused by its own name, and stops nobody else."""

import uuid

import pytest
from flask import Flask
from stdnum import damm
from stdnum.iso7064 import mod_97_10

from festa.audit.actor import SYSTEM
from festa.badges.code import make_code
from festa.badges.models import BadgeState, ReissueReason
from festa.badges.service import end_badge, reissue_badge
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.models import Scan
from festa.gates.words import NEXT_STEPS
from festa.registrations.service import cancel
from tests.factories import make_fair, make_gate, make_registration
from tests.integration.gates.handset import (
    Phone,
    a_scan,
    badge_of,
    make_phone,
    standing_check_ins,
    stored_scans,
)


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def phone(fair: Fair) -> Phone:
    """A phone at its gate."""
    return make_phone(fair)


def forged(fair_id: int) -> str:
    """A code with right check digits that nobody was given."""
    body = f"1{fair_id:05d}{'7' * 34}"
    return body + mod_97_10.calc_check_digits(body)


def test_a_revoked_badge_is_refused_and_both_of_its_codes_are_dead(
    phone: Phone, fair: Fair
) -> None:
    badge = badge_of(make_registration(fair))
    phone.results(a_scan(badge.code))
    end_badge(badge, BadgeState.REVOKED, SYSTEM)
    ways = [a_scan(badge.code), a_scan(badge.short_code), a_scan(badge.code, reentry=True)]
    assert phone.outcomes(*ways) == ["revoked"] * 3


def test_after_a_reissue_the_old_badge_is_refused_and_the_new_one_opens(
    phone: Phone, fair: Fair
) -> None:
    old = badge_of(make_registration(fair))
    new = reissue_badge(old, ReissueReason.SHARED, SYSTEM)
    assert phone.outcomes(a_scan(old.code), a_scan(new.code), a_scan(old.short_code)) == [
        "superseded", "admitted", "superseded",
    ]  # fmt: skip


def test_a_reissue_does_not_let_its_holder_in_a_second_time(phone: Phone, fair: Fair) -> None:
    old = badge_of(make_registration(fair))
    phone.results(a_scan(old.code))
    new = reissue_badge(old, ReissueReason.LOST, SYSTEM)
    assert phone.outcomes(a_scan(new.code)) == ["already_in"]
    assert len(standing_check_ins()) == 1


def test_a_badge_whose_holder_cancelled_is_refused(phone: Phone, fair: Fair) -> None:
    registration = make_registration(fair)
    badge = badge_of(registration)
    cancel(registration, SYSTEM, tell=False)
    assert phone.outcomes(a_scan(badge.code)) == ["revoked"]


@pytest.mark.parametrize("state", list(BadgeState))
def test_another_citys_badge_is_recognised_whatever_its_state(
    phone: Phone, fair: Fair, state: BadgeState
) -> None:
    badge = badge_of(make_registration(make_fair(tour=fair.tour)))
    if state is not BadgeState.ACTIVE:
        end_badge(badge, state, SYSTEM)
    assert phone.outcomes(a_scan(badge.code)) == ["other_fair"]


def test_a_forged_code_with_right_check_digits_is_unknown(phone: Phone, fair: Fair) -> None:
    short = "2345678"
    codes = (forged(fair.id), forged(99999), short + damm.calc_check_digit(short))
    results = phone.results(*map(a_scan, codes))
    assert [result["outcome"] for result in results] == ["unknown"] * 3
    assert {result["message"] for result in results} == {str(NEXT_STEPS[results[0]["outcome"]])}


def test_a_code_with_one_digit_changed_is_no_code(phone: Phone, fair: Fair) -> None:
    badge = badge_of(make_registration(fair))
    changed = [
        code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        for code in (badge.code, badge.short_code)
        for place in range(len(code))
    ]
    assert set(phone.outcomes(*map(a_scan, changed))) == {"unreadable"}
    assert standing_check_ins() == []


def test_a_screenshot_of_a_badge_lets_one_person_in(phone: Phone, fair: Fair) -> None:
    badge = badge_of(make_registration(fair))
    other = make_phone(fair, make_gate(fair))
    assert phone.outcomes(a_scan(badge.code)) == ["admitted"]
    assert other.outcomes(a_scan(badge.code), a_scan(badge.short_code)) == ["already_in"] * 2
    assert len(standing_check_ins()) == 1


GARBAGE = {
    "nothing": "",
    "spaces": " \t\n",
    "hangul": "안녕하세요",
    "a card": "BEGIN:VCARD\nFN:홍길동\nTEL:010-0000-0000\nEND:VCARD",
    "an address": "https://example.com/?q=1",
    "sql": "'; DROP TABLE scan; --",
    "nul": "\x00" * 42,
    "half a character": "\ud83d",
    "an emoji": "🎫" * 250,
    "the longest": "1" * 500,
    "zeros": "0" * 42,
    "other digits": "٣" * 42,
    "nearly": "1" * 41,
    "html": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_unreadable_kept_as_a_hash_and_blocks_nobody(
    phone: Phone, fair: Fair, garbage: str
) -> None:
    before, after = (badge_of(make_registration(fair)) for _person in range(2))
    bad = a_scan(garbage)
    scans = [a_scan(before.code), bad, a_scan(after.code)]
    assert phone.outcomes(*scans) == ["admitted", "unreadable", "admitted"]
    row = db.session.get_one(Scan, uuid.UUID(bad["id"]))
    assert (len(row.code_hash), row.badge_id, row.registration_id) == (64, None, None)


@pytest.mark.parametrize("dressed", ["]Q1{}", " {}\r\n", "\ufeff{}", "{}\u200b"])
def test_what_readers_add_around_a_code_does_not_matter(
    phone: Phone, fair: Fair, dressed: str
) -> None:
    badge = badge_of(make_registration(fair))
    assert phone.outcomes(a_scan(dressed.format(badge.code))) == ["admitted"]


def test_every_refusal_in_one_request_is_its_own_and_the_good_come_in(
    phone: Phone, fair: Fair
) -> None:
    good = [badge_of(make_registration(fair)) for _person in range(3)]
    old, bad = (badge_of(make_registration(fair)) for _person in range(2))
    reissue_badge(old, ReissueReason.DAMAGED, SYSTEM)
    end_badge(bad, BadgeState.REVOKED, SYSTEM)
    elsewhere = badge_of(make_registration(make_fair(tour=fair.tour)))
    expected = {
        good[0].code: "admitted",
        old.code: "superseded",
        bad.code: "revoked",
        good[1].code: "admitted",
        elsewhere.code: "other_fair",
        make_code(fair.id): "unknown",
        "garbage": "unreadable",
        good[2].code: "admitted",
    }
    results = phone.results(*map(a_scan, expected))
    assert [result["outcome"] for result in results] == list(expected.values())
    assert len({result["message"] for result in results}) == len(set(expected.values()))
    assert stored_scans() == len(expected)
    assert len(standing_check_ins()) == 3
