"""Scans as devices send them: each stored once, each answered, in order."""

import uuid

from flask import Flask
from sqlalchemy import select
from time_machine import Traveller

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.code import make_code
from festa.badges.models import BadgeKind, BadgeState, ReissueReason
from festa.badges.service import end_badge, issue_badge, reissue_badge
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.service import move_fair
from festa.gates.decision import ScanOutcome
from festa.gates.models import CheckIn, ScanMethod
from festa.registrations.service import cancel
from festa.registrations.states import RegistrationState
from tests.factories import make_fair, make_people, make_registration
from tests.integration.gates.handset import (
    Fields,
    Phone,
    a_scan,
    badge_of,
    make_phone,
    standing_check_ins,
    stored,
    stored_scans,
)
from tests.statements import statements_sent
from tests.threads import Together


def close(fair: Fair) -> None:
    """The doors close."""
    move_fair(fair, FairState.CLOSED, SYSTEM)


def every_way(fair: Fair) -> list[tuple[str, Fields]]:
    """A scan for each answer that an open gate can give, in an order that makes them true."""
    came, lost, bad, old, gone, never = (badge_of(make_registration(fair)) for _ in range(6))
    reissue_badge(lost, ReissueReason.LOST, SYSTEM)
    end_badge(bad, BadgeState.REVOKED, SYSTEM)
    end_badge(old, BadgeState.EXPIRED, SYSTEM)
    cancelled = make_registration(fair)
    cancel(cancelled, SYSTEM, tell=False)
    waiting = make_registration(fair)
    end_badge(badge_of(waiting), BadgeState.REVOKED, SYSTEM)
    waiting.holds_place, waiting.state = False, RegistrationState.WAITLISTED
    elsewhere = badge_of(make_registration(make_fair(tour=fair.tour)))
    first = a_scan(gone.code)
    return [
        ("admitted", a_scan(came.code)),
        ("already_in", a_scan(came.short_code)),
        ("readmitted", a_scan(came.code, reentry=True)),
        ("left", a_scan(came.code, direction="out")),
        ("not_in", a_scan(came.code, direction="out")),
        ("readmitted", a_scan(came.code)),
        ("not_in", a_scan(never.code, direction="out")),
        ("other_fair", a_scan(elsewhere.code)),
        ("superseded", a_scan(lost.code)),
        ("revoked", a_scan(bad.code)),
        ("expired", a_scan(old.code)),
        ("cancelled", a_scan(holder=f"r{cancelled.id}")),
        ("waitlisted", a_scan(holder=f"r{waiting.id}")),
        ("unknown", a_scan(make_code(fair.id))),
        ("unreadable", a_scan("안녕하세요")),
        ("admitted", first),
        ("undone", a_scan(undoes=first["id"])),
        ("admitted", a_scan(gone.code)),
    ]


def test_every_answer_of_an_open_gate_comes_in_the_order_of_the_scans(
    phone: Phone, fair: Fair
) -> None:
    expected, scans = zip(*every_way(fair), strict=True)
    results = phone.results(*scans)
    assert [result["outcome"] for result in results] == list(expected)
    assert set(expected) == set(ScanOutcome) - {"fair_not_live"}
    assert [result["id"] for result in results] == [scan["id"] for scan in scans]
    assert all(result["message"] for result in results)
    assert [stored(scan).outcome for scan in scans] == list(expected)


def test_one_by_one_the_answers_are_the_same(phone: Phone, fair: Fair) -> None:
    for expected, scan in every_way(fair):
        assert phone.outcomes(scan) == [expected]


def test_an_answer_tells_whose_badge_it_is_and_no_more(phone: Phone, fair: Fair) -> None:
    registration = make_registration(fair)
    badge = badge_of(registration)
    result = phone.results(a_scan(badge.code))[0]
    assert result["person"] == {
        "name": registration.seeker.masked_name,
        "class": "seeker",
        "holder": f"r{registration.id}",
        "badge": badge.id,
        "fair": fair.slug,
    }
    assert phone.results(a_scan(make_code(fair.id)))[0]["person"] is None


def test_the_second_scan_says_when_and_where_the_first_was(phone: Phone, code: str) -> None:
    phone.results(a_scan(code))
    message = phone.results(a_scan(code))[0]["message"]
    assert message.startswith("오전 10:00에 정문 1에서 입장하셨어요.")
    english = phone.results(a_scan(code), accept_language="en")[0]["message"]
    assert "정문 1" in english
    assert "입장" not in english


def test_nobody_is_let_in_before_the_doors_open(app: Flask) -> None:
    fair = make_fair(FairState.REGISTRATION_CLOSED)
    scan = a_scan(badge_of(make_registration(fair)).code)
    assert make_phone(fair).outcomes(scan, scan | {"direction": "out"}) == ["fair_not_live"] * 2
    assert standing_check_ins() == []


def test_the_same_scan_twice_in_one_request_is_one_row(phone: Phone, code: str) -> None:
    scan = a_scan(code)
    first, second = phone.results(scan, scan)
    assert first == second
    assert first["outcome"] == "admitted"
    assert stored_scans() == 1


def test_the_same_scan_again_is_answered_word_for_word_whatever_happened_since(
    phone: Phone, fair: Fair
) -> None:
    scans = [scan for _expected, scan in every_way(fair)]
    before = phone.results(*scans)
    rows = stored_scans()
    for badge in make_people(fair, 1):
        phone.results(a_scan(badge.code))
    close(fair)
    assert phone.results(*scans, accept_language="en") == before
    assert stored_scans() == rows + 1


def test_eight_requests_with_one_scan_at_once_get_one_answer_and_make_one_row(
    phone: Phone, code: str, together: Together
) -> None:
    scan = a_scan(code)
    first, *others = together(8, lambda n: phone.again().results(scan))
    assert first[0]["outcome"] == "admitted"
    assert others == [first] * 7
    assert stored_scans() == 1
    logged = select(AuditEntry).where(AuditEntry.action == "scan.admitted")
    assert len(db.session.scalars(logged).all()) == 1


def test_eight_requests_with_one_undo_at_once_take_back_once(
    phone: Phone, code: str, together: Together
) -> None:
    scan = a_scan(code)
    phone.results(scan)
    undo = a_scan(undoes=scan["id"])
    first, *others = together(8, lambda n: phone.again().results(undo))
    assert first[0]["outcome"] == "undone"
    assert others == [first] * 7
    assert stored_scans() == 2


def test_an_undo_takes_the_check_in_back_and_keeps_both_rows(phone: Phone, code: str) -> None:
    scan = a_scan(code)
    undo = a_scan(undoes=scan["id"])
    phone.results(scan)
    first = phone.results(undo)
    assert first[0]["outcome"] == "undone"
    assert first[0]["person"]["class"] == "seeker"
    assert standing_check_ins() == []
    assert stored(undo).undoes_id == stored(scan).id
    assert stored(undo).device_id == phone.id
    assert phone.results(undo) == first
    assert stored_scans() == 2
    assert phone.outcomes(a_scan(undoes=undo["id"]), a_scan(undoes=scan["id"])) == ["undone"] * 2
    assert phone.outcomes(a_scan(code)) == ["admitted"]


def test_an_undone_exit_leaves_the_person_inside(phone: Phone, code: str) -> None:
    left = a_scan(code, direction="out")
    phone.results(a_scan(code), left, a_scan(undoes=left["id"]))
    assert [check_in.left_at for check_in in standing_check_ins()] == [None]


def test_an_older_exit_taken_back_twice_brings_nobody_inside_who_has_left_since(
    phone: Phone, code: str, clock_stands: Traveller
) -> None:
    first, again, last = (a_scan(code, direction=way) for way in ("out", "in", "out"))
    for scan in (a_scan(code), first, again, last):
        clock_stands.shift(60)
        phone.results(scan | {"scanned_at": clock.now().isoformat()})
    left_at = stored(last).scanned_at
    for _time in range(2):
        phone.results(a_scan(undoes=first["id"]))
        assert [check_in.left_at for check_in in standing_check_ins()] == [left_at]
    phone.results(a_scan(undoes=last["id"]))
    assert [check_in.left_at for check_in in standing_check_ins()] == [None]


def test_a_way_back_in_taken_back_leaves_the_person_outside(
    phone: Phone, code: str, clock_stands: Traveller
) -> None:
    left, back = a_scan(code, direction="out"), a_scan(code)
    for scan in (a_scan(code), left, back):
        clock_stands.shift(60)
        phone.results(scan | {"scanned_at": clock.now().isoformat()})
    phone.results(a_scan(undoes=back["id"]))
    (standing,) = standing_check_ins()
    assert (standing.left_at, standing.last_in_at) == (stored(left).scanned_at, standing.at)


def test_an_undo_of_what_nobody_knows_is_kept_and_changes_nothing(
    phone: Phone, fair: Fair, code: str
) -> None:
    of_another_fair = a_scan(badge_of(make_registration(make_fair())).code)
    make_phone(db.session.scalars(select(Fair).where(Fair.id != fair.id)).one()).results(
        of_another_fair
    )
    vain = [a_scan(undoes=str(uuid.uuid4())), a_scan(undoes=of_another_fair["id"])]
    first = phone.results(*vain)
    assert [(result["outcome"], result["person"]) for result in first] == [("unknown", None)] * 2
    assert phone.results(*vain) == first
    assert len(standing_check_ins()) == 1
    assert stored_scans() == 3


def test_somebody_found_by_name_needs_no_code(phone: Phone, fair: Fair) -> None:
    registration = make_registration(fair)
    guest = issue_badge(fair.id, BadgeKind.GUEST, SYSTEM, guest_name="제갈도담")
    scan = a_scan(holder=f"r{registration.id}", method="looked_up")
    results = phone.results(scan, a_scan(holder=f"b{guest.id}"))
    assert [result["outcome"] for result in results] == ["admitted", "admitted"]
    assert results[0]["person"]["badge"] == badge_of(registration).id
    assert results[1]["person"]["class"] == "guest"
    assert stored(scan).method is ScanMethod.LOOKED_UP


def test_nobody_of_another_fair_is_found_by_number(phone: Phone, fair: Fair) -> None:
    registration = make_registration(make_fair(tour=fair.tour))
    holders = (f"r{registration.id}", f"b{badge_of(registration).id}", "r999999999")
    results = phone.results(*(a_scan(holder=holder) for holder in holders))
    assert [(result["outcome"], result["person"]) for result in results] == [("unknown", None)] * 3


def test_recruiters_and_guests_are_let_in_every_time_without_a_check_in(
    phone: Phone, fair: Fair
) -> None:
    guest = issue_badge(fair.id, BadgeKind.GUEST, SYSTEM, guest_name="제갈도담")
    ways = [a_scan(guest.code), a_scan(guest.code), a_scan(guest.code, direction="out")]
    assert phone.outcomes(*ways) == ["admitted", "admitted", "left"]
    assert db.session.scalars(select(CheckIn)).all() == []


def test_a_badge_of_another_city_names_its_fair_and_lets_nobody_in(
    phone: Phone, fair: Fair
) -> None:
    elsewhere = make_fair(city="부산", city_en="Busan", tour=fair.tour)
    badge = badge_of(make_registration(elsewhere))
    for result in phone.results(a_scan(badge.code), a_scan(badge.short_code)):
        assert result["outcome"] == "other_fair"
        assert "부산" in result["message"]
        assert (result["person"]["fair"], result["person"]["badge"]) == (elsewhere.slug, badge.id)
    assert standing_check_ins() == []


def test_a_typed_code_that_two_other_cities_gave_out_is_nobodys(phone: Phone, fair: Fair) -> None:
    badges = [badge_of(make_registration(make_fair(tour=fair.tour))) for _city in range(2)]
    badges[1].short_code = badges[0].short_code
    db.session.commit()
    assert phone.outcomes(a_scan(badges[0].short_code)) == ["unknown"]


def test_a_typed_code_of_another_tour_is_nobodys(phone: Phone) -> None:
    badge = badge_of(make_registration(make_fair()))
    assert phone.outcomes(a_scan(badge.short_code)) == ["unknown"]


def test_a_scan_of_another_fairs_device_is_nobodys_business(phone: Phone, code: str) -> None:
    scan = a_scan(code)
    phone.results(scan)
    stranger = make_phone(make_fair())
    result = stranger.results(scan)[0]
    assert (result["outcome"], result["person"]) == ("unknown", None)
    assert stored(scan).device_id == phone.id
    assert stored_scans() == 1


def test_a_scan_says_who_where_and_how(phone: Phone, fair: Fair, code: str) -> None:
    scan = a_scan(code, offline=True, method="reader")
    phone.results(scan)
    row = stored(scan)
    assert (row.device_id, row.gate_id, row.account_id) == (phone.id, fair.gates[0].id, None)
    assert (row.method, row.offline) == (ScanMethod.READER, True)
    assert code not in (row.code_hash, row.said)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "scan.admitted")).one()
    assert (entry.actor_kind, entry.actor_id) == ("device", phone.id)
    assert entry.detail == {"id": scan["id"]}


def counted(phone: Phone, *scans: Fields) -> int:
    """How many statements a request with these scans takes."""
    db.session.commit()
    with statements_sent(db.engine) as sent:
        phone.results(*scans)
    # The driver forgets what it had prepared after a rollback, at some later time.
    return sum("DEALLOCATE" not in one for one in sent)


def test_a_scan_takes_few_statements_and_five_hundred_take_as_many(
    phone: Phone, fair: Fair
) -> None:
    badges = make_people(fair, 60)
    phone.results(a_scan(badges.pop().code))
    one = counted(phone, a_scan(badges.pop().code))
    refused = counted(phone, a_scan(make_code(fair.id)))
    many = counted(phone, *(a_scan(badge.code) for badge in badges))
    most = 3 if db.engine.dialect.name == "postgresql" else 5
    assert one <= most
    assert refused <= most
    assert many <= most
