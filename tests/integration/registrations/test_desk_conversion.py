"""Another city's badge at the desk: taken over once it was shown, never by counting numbers up."""

import pytest
from flask.testing import FlaskClient

from festa.badges.queries import active_badge
from festa.permissions import Role
from tests.factories import make_account, make_fair, make_registration, make_staff, sign_in


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_badge_that_nobody_showed_here_does_not_exist(client: FlaskClient, method: str) -> None:
    here = make_fair()
    elsewhere = make_fair(city="부산", city_en="Busan", tour=here.tour)
    registration = make_registration(elsewhere)
    badge = active_badge(registration.id)
    assert badge is not None
    address = f"/desk/{here.slug}/convert/{badge.id}"
    staff = sign_in(client, make_staff(here))
    answer = staff.open(address, method=method)
    assert answer.status_code == 404
    assert registration.seeker.name not in answer.text
    staff.post(f"/gate/{here.gates[0].id}/scans", data={"code": badge.code})
    assert staff.get(address).status_code == 200


def test_organisers_reach_the_badges_of_every_fair(client: FlaskClient) -> None:
    here = make_fair()
    badge = active_badge(make_registration(make_fair(city="부산", tour=here.tour)).id)
    assert badge is not None
    sign_in(client, make_account(Role.ORGANISER))
    assert client.get(f"/desk/{here.slug}/convert/{badge.id}").status_code == 200


@pytest.mark.parametrize("kind", ["code", "short_code"])
def test_the_desk_knows_another_citys_badge_by_its_code(client: FlaskClient, kind: str) -> None:
    here = make_fair()
    elsewhere = make_fair(city="부산", city_en="Busan", tour=here.tour)
    registration = make_registration(elsewhere)
    badge = active_badge(registration.id)
    assert badge is not None
    staff = sign_in(client, make_staff(here))
    page = staff.post(f"/desk/{here.slug}", data={"words": getattr(badge, kind)}).text
    assert "부산" in page
    assert registration.seeker.name not in page
    address = f"/desk/{here.slug}/convert/{badge.id}"
    assert address in page
    assert registration.seeker.masked_name in staff.get(address).text
    other = active_badge(make_registration(elsewhere).id)
    assert other is not None
    assert staff.get(f"/desk/{here.slug}/convert/{other.id}").status_code == 404


def test_the_desk_does_not_know_badges_of_another_tour(client: FlaskClient) -> None:
    here, badge = make_fair(), active_badge(make_registration(make_fair()).id)
    assert badge is not None
    staff = sign_in(client, make_staff(here))
    assert "찾는 분이 없어요" in staff.post(f"/desk/{here.slug}", data={"words": badge.code}).text
