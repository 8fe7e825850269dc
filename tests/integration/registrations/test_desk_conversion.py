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
