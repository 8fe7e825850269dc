"""A place that becomes free is offered to whoever is next, where the fair asks for an answer."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa import clock
from festa.accounts.models import StaffDuty
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.merging.service import MergeWish, merge
from festa.messages.models import OutboxMessage
from festa.messages.occasions import is_still_true
from festa.registrations.models import Registration, Via
from festa.registrations.offers import decline_offer, lapse_offers, take_offer
from festa.registrations.seeker_queries import ahead_in_line
from festa.registrations.service import cancel, register
from festa.registrations.states import RegistrationState
from festa.retention.erasing import erase
from festa.seekers.merge_models import MergeReason
from tests.factories import FAIR_DAY, make_fair, make_registration, make_seeker, make_staff, sign_in
from tests.threads import Together

S = RegistrationState


def full_fair(waiting: int = 3, days: int = 9) -> tuple[Fair, Registration, list[Registration]]:
    """One place, taken; and a line behind it."""
    fair = make_fair(
        FairState.REGISTRATION_OPEN,
        day=FAIR_DAY + timedelta(days),
        capacity=1,
        offers_places=True,
    )
    first = make_registration(fair)
    return fair, first, [make_registration(fair) for _ in range(waiting)]


def messages(registration: Registration) -> list[str]:
    query = select(OutboxMessage.template).where(OutboxMessage.about_id == registration.id)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def taken(fair: Fair) -> int:
    db.session.refresh(fair)
    return fair.places_taken


def test_a_free_place_is_offered_and_counted_as_taken(app: Flask) -> None:
    fair, first, line = full_fair()
    assert cancel(first, SYSTEM) is line[0]
    assert line[0].state is S.WAITLISTED
    assert line[0].offered_until is not None
    left = line[0].offered_until - clock.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    assert taken(fair) == 1
    assert messages(line[0]) == ["registration_offered"]
    late = register(fair, make_seeker(), Via.WEB, SYSTEM, tell=False).registration
    assert late.state is S.WAITLISTED, "a place that is kept is not sold"


def test_taking_it_confirms_with_a_badge(app: Flask) -> None:
    fair, first, line = full_fair()
    cancel(first, SYSTEM)
    take_offer(line[0], SYSTEM)
    assert (line[0].state, line[0].offered_until, line[0].holds_place) == (S.CONFIRMED, None, True)
    assert active_badge(line[0].id) is not None
    assert taken(fair) == 1
    with pytest.raises(Refused):
        take_offer(line[0], SYSTEM)


def test_declining_it_passes_it_on(app: Flask) -> None:
    fair, first, line = full_fair()
    cancel(first, SYSTEM)
    assert decline_offer(line[0], SYSTEM) is line[1]
    assert line[0].state is S.CANCELLED
    assert line[1].offered_until is not None
    assert taken(fair) == 1


def test_silence_passes_it_on_by_itself(app: Flask, clock_stands: time_machine.Traveller) -> None:
    fair, first, line = full_fair()
    cancel(first, SYSTEM)
    assert lapse_offers() == 0
    clock_stands.shift(timedelta(hours=25))
    with pytest.raises(Refused):
        take_offer(line[0], SYSTEM)
    assert (lapse_offers(), lapse_offers()) == (1, 0)
    assert line[0].state is S.CANCELLED
    assert messages(line[0])[-1] == "registration_offer_lapsed"
    assert line[1].offered_until is not None
    again = register(fair, line[0].seeker, Via.WEB, SYSTEM, tell=False).registration
    assert again.waiting_number == 4, "whoever comes back stands at the end"


def test_a_message_about_a_place_that_is_kept_no_more_is_not_sent(app: Flask) -> None:
    _fair, first, line = full_fair()
    cancel(first, SYSTEM)
    query = select(OutboxMessage).where(OutboxMessage.template == "registration_offered")
    message = db.session.scalars(query).one()
    assert is_still_true(message)
    take_offer(line[0], SYSTEM)
    assert not is_still_true(message)


def test_on_the_day_nobody_is_asked(app: Flask) -> None:
    _fair, first, line = full_fair(days=0)
    cancel(first, SYSTEM)
    assert line[0].state is S.CONFIRMED


def test_a_postponed_fair_presses_nobody(app: Flask, clock_stands: time_machine.Traveller) -> None:
    fair, first, _line = full_fair()
    cancel(first, SYSTEM)
    fair.state = FairState.POSTPONED
    clock_stands.shift(timedelta(days=2))
    assert lapse_offers() == 0


def test_whoever_was_asked_no_longer_stands_before_the_others(app: Flask) -> None:
    _fair, first, line = full_fair()
    assert ahead_in_line(line[2].seeker_id) == {line[2].id: 2}
    cancel(first, SYSTEM)
    assert ahead_in_line(line[2].seeker_id) == {line[2].id: 1}


def test_erasing_somebody_passes_their_offer_on(app: Flask) -> None:
    fair, first, line = full_fair()
    cancel(first, SYSTEM)
    erase(line[0].seeker, SYSTEM)
    assert line[1].offered_until is not None
    assert taken(fair) == 1


@pytest.mark.parametrize("via", [Via.PROXY, Via.WALK_IN])
def test_merging_keeps_the_count(app: Flask, via: Via) -> None:
    fair, first, line = full_fair()
    cancel(first, SYSTEM)
    twin = make_registration(fair, via=via)
    merge(MergeWish(twin.seeker, line[0].seeker, fair, MergeReason.SAID_SO), SYSTEM)
    db.session.expire_all()
    assert taken(fair) == 1
    confirmed = via is Via.WALK_IN
    assert twin.holds_place is confirmed
    assert (twin.offered_until is None) is confirmed
    assert line[0].offered_until is None


def test_ten_cancellations_at_once_offer_exactly_ten(app: Flask, together: Together) -> None:
    fair = make_fair(
        FairState.REGISTRATION_OPEN,
        day=FAIR_DAY + timedelta(9),
        capacity=10,
        offers_places=True,
    )
    confirmed = [make_registration(fair).id for _ in range(10)]
    line = [make_registration(fair).id for _ in range(15)]

    def give_up(number: int) -> None:
        cancel(db.session.get_one(Registration, confirmed[number]), SYSTEM, tell=False)
        db.session.commit()

    together(10, give_up)
    offered = select(Registration.id).where(Registration.offered_until.is_not(None))
    assert sorted(db.session.scalars(offered)) == line[:10]
    assert taken(fair) == 10


def test_an_answer_and_the_end_of_its_time_do_not_both_win(
    app: Flask, together: Together, clock_stands: time_machine.Traveller
) -> None:
    fair, first, line = full_fair()
    cancel(first, SYSTEM)
    number = line[0].id

    def answer(which: int) -> bool:
        try:
            act = take_offer if which % 2 else decline_offer
            act(db.session.get_one(Registration, number), SYSTEM)
        except Refused:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert sum(together(6, answer)) == 1
    standing = select(func.count(Registration.id)).where(
        Registration.holds_place | Registration.offered_until.is_not(None)
    )
    assert db.session.scalar(standing) == taken(fair) == 1


def link_of(registration: Registration) -> str:
    query = select(OutboxMessage.body).where(
        OutboxMessage.about_id == registration.id,
        OutboxMessage.template == "registration_offered",
    )
    return "/offer/" + db.session.scalars(query).one().rpartition("/offer/")[2].strip()


def test_the_link_answers_without_signing_in_and_names_nobody(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "https://festa.example.org")
    _fair, first, line = full_fair()
    cancel(first, SYSTEM)
    link = link_of(line[0])
    page = unescape(client.get(link).text)
    assert "자리가 났어요" in page
    assert line[0].seeker.name not in page
    assert "확정됐어요" in client.post(link, data={"answer": "yes"}, follow_redirects=True).text
    assert line[0].state is S.CONFIRMED
    assert client.get("/offer/made-up").status_code == 404


def test_my_page_shows_the_offer_and_takes_the_answer(client: FlaskClient, app: Flask) -> None:
    _fair, first, line = full_fair()
    sign_in(client, line[0].seeker)
    assert "다음 차례예요" in client.get("/my").text
    assert "앞에 1분이" in sign_in(client, line[1].seeker).get("/my").text
    cancel(first, SYSTEM)
    sign_in(client, line[0].seeker)
    assert "자리가 났어요" in client.get("/my").text
    assert client.post(f"/offers/{line[1].id}", data={"answer": "yes"}).status_code == 404
    client.post(f"/offers/{line[0].id}", data={"answer": "no"})
    assert line[0].state is S.CANCELLED


def test_the_desk_answers_for_somebody_who_called(client: FlaskClient, app: Flask) -> None:
    fair, first, line = full_fair()
    cancel(first, SYSTEM)
    sign_in(client, make_staff(fair, StaffDuty.DESK))
    assert "오신대요" in client.get(f"/desk/{fair.slug}/people/{line[0].id}").text
    client.post(f"/offers/{line[0].id}", data={"answer": "yes"})
    assert line[0].state is S.CONFIRMED
