"""The desk prints a certificate for whoever came: the staff twin of one's own page."""

from flask.testing import FlaskClient

from festa.accounts.models import StaffDuty
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.gates.answer import ScanRequest
from festa.gates.service import admit
from tests.factories import make_fair, make_registration, make_staff, sign_in


def test_the_person_page_prints_a_certificate_once_they_came(client: FlaskClient) -> None:
    fair = make_fair()
    registration = make_registration(fair)
    sign_in(client, make_staff(fair, StaffDuty.DESK))
    page = f"/desk/{fair.slug}/people/{registration.id}"
    assert "참가확인서" not in client.get(page).text
    badge = active_badge(registration.id)
    assert badge is not None
    admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
    assert "참가확인서" in client.get(page).text
    made = client.post("/certificates", data={"registration": registration.id})
    assert made.status_code == 303
    assert client.get(made.location).data.startswith(b"%PDF")
