"""The privacy notice: for Festa as a whole, and for each fair with its versions."""

from html import unescape

from flask.testing import FlaskClient

from festa.consents.defaults import default_texts
from festa.consents.models import Purpose
from festa.fairs.lifecycle import FairState
from festa.fairs.models import FairHost, HostRole
from tests.factories import make_fair, make_text, save


def see(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_the_notice_needs_no_season(client: FlaskClient) -> None:
    page = see(client, "/privacy")
    assert "개인정보 처리방침" in page
    assert "1588-0000" in page


def test_the_notice_leads_to_each_fairs_own(client: FlaskClient) -> None:
    fair = make_fair()
    assert f"/privacy/{fair.slug}" in see(client, "/privacy")


def test_a_fairs_notice_shows_the_texts_in_force_with_their_version(client: FlaskClient) -> None:
    fair = make_fair()
    new = make_text(fair, Purpose.MARKETING, version=2)
    new.use = "새로 바뀐 목적"
    page = see(client, f"/privacy/{fair.slug}")
    assert "새로 바뀐 목적" in page
    assert "2판" in page
    assert page.count("marketing 동의") == 1


def test_a_fairs_notice_names_who_is_answerable_and_who_works_for_them(client: FlaskClient) -> None:
    fair = make_fair()
    save(FairHost(fair=fair, name="하나이음재단", role=HostRole.HOST))
    save(FairHost(fair=fair, name="이음문자", role=HostRole.PROCESSOR))
    page = see(client, f"/privacy/{fair.slug}")
    assert page.index("하나이음재단") < page.index("위탁") < page.index("이음문자")


def test_the_texts_a_fair_starts_with_are_shown_in_full(client: FlaskClient) -> None:
    fair = make_fair(texts=())
    for text in default_texts(fair):
        save(text)
    page = see(client, f"/privacy/{fair.slug}")
    assert "정보통신망" in page or "밤 9시부터" in page
    assert "주민등록번호는 받지 않습니다" in page


def test_english_readers_get_the_english_texts(client: FlaskClient) -> None:
    fair = make_fair()
    client.post("/language/en")
    assert "You may take part without agreeing." in see(client, f"/privacy/{fair.slug}")


def test_a_fair_without_texts_says_that_they_will_come(client: FlaskClient) -> None:
    fair = make_fair(texts=())
    assert "안내문을 준비하고 있습니다" in see(client, f"/privacy/{fair.slug}")


def test_a_draft_has_no_notice_yet(client: FlaskClient) -> None:
    assert client.get(f"/privacy/{make_fair(FairState.DRAFT).slug}").status_code == 404
