"""A recruiter of one employer sees nobody and nothing of another, on any route there is.

The routes are taken from the address map, the names in their addresses, bodies and arguments
from their own modules: whoever adds one has to say in access.py what it names, or this fails.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import config
from festa import create_app
from festa.employers.models import Recruiter
from festa.extensions import db
from festa.permissions import Role, requires
from festa.registrations.models import Registration
from tests.factories import make_account, make_fair, make_staff, sign_in
from tests.integration.interviews.access import (
    ADDRESSES,
    FIELDS,
    NOBODYS,
    OTHERWISE,
    Side,
    Thing,
    bodies,
    fields_of,
    make_side,
    methods_of,
    owned,
    read,
    secrets_of,
    texts,
    views_of,
)

APP = create_app(config.Testing)
EMPLOYERS = "/employer"
PROGRAMS = "programs_api."
# The sweep is not empty by mistake.
FEWEST = 25
MINE, THEIRS = "한울", "다솜"
GONE = {403, 404}
# What a key can reach, each by a test of its own below.
SWEPT_PROGRAMS = {"free_slots", "show_applications", "book"}


def recruiters_rules(app: Flask = APP) -> list[Rule]:
    """Every route that a recruiter may open and the public may not."""
    rules = views_of(app, Role.RECRUITER)
    return [rule for rule in rules if not rule.endpoint.startswith(PROGRAMS)]


def unknown_to(app: Flask, rule: Rule) -> set[str]:
    """What a route names and the sweep knows nothing of."""
    return (rule.arguments - ADDRESSES.keys()) | (fields_of(app, rule) - FIELDS.keys())


@pytest.fixture
def sides(app: Flask) -> tuple[Side, Side]:
    """Two employers at one fair."""
    fair = make_fair(capacity=1000)  # some sweeps make a side for each route
    return make_side(fair, MINE), make_side(fair, THEIRS)


def ask(
    client: FlaskClient, rule: Rule, method: str, values: dict[str, Any], **sent: Any
) -> TestResponse:
    """The answer with whatever it says at the page to which it sends one on."""
    address = client.application.url_map.bind("localhost").build(rule.endpoint, values)
    return client.open(address, method=method, follow_redirects=True, **sent)


def at(side: Side, rule: Rule) -> dict[str, Any]:
    """What the address names, all of this side."""
    return {name: names(rule)[name](side) for name in rule.arguments}


def names(rule: Rule) -> dict[str, Thing]:
    """What each name in this address stands for."""
    return ADDRESSES | OTHERWISE.get(rule.endpoint, {})


def mixed(mine: Side, theirs: Side, rule: Rule) -> Iterator[dict[str, Any]]:
    """All of theirs, and mine but for one thing of theirs."""
    yield at(theirs, rule)
    for name in sorted(rule.arguments - NOBODYS):
        yield at(mine, rule) | {name: names(rule)[name](theirs)}


def test_the_sweep_knows_the_side() -> None:
    swept = {rule.rule for rule in recruiters_rules()}
    assert len(swept) >= FEWEST
    assert {rule.rule for rule in APP.url_map.iter_rules(endpoint="interviews.candidates")} <= swept


@pytest.mark.parametrize("rule", recruiters_rules(), ids=lambda rule: rule.rule)
def test_every_name_that_a_route_takes_is_swept(rule: Rule) -> None:
    unknown = unknown_to(APP, rule)
    assert not unknown, f"{rule.rule}: say in access.py what {unknown} of an employer names"


def test_a_route_with_a_name_that_nobody_swept_fails() -> None:
    bare = Flask("bare")
    recruit = APP.view_functions["interviews.candidates"].access_rule  # type: ignore[attr-defined]
    bare.add_url_rule("/new/<int:letter_id>", "new", requires(recruit)(lambda letter_id: ""))
    assert [unknown_to(bare, rule) & {"letter_id"} for rule in recruiters_rules(bare)] == [
        {"letter_id"}
    ]


def test_every_call_of_programs_is_swept() -> None:
    calls = {rule.endpoint for rule in APP.url_map.iter_rules() if PROGRAMS in rule.endpoint}
    assert {name.removeprefix(PROGRAMS) for name in calls} == SWEPT_PROGRAMS


def test_the_right_employer_finds_its_own_on_every_page(
    client: FlaskClient, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    own = secrets_of(mine, theirs)
    shown: set[str] = set()
    for rule in recruiters_rules():
        if "GET" not in methods_of(rule):
            continue
        answer = ask(sign_in(client, mine.recruiter), rule, "GET", at(mine, rule))
        assert answer.status_code == 200, rule.rule
        shown |= {word for word in own if word in read(answer)}
    # The words by which a leak would be known are those that the pages really print.
    for kind in (
        "물산",
        "가씨",
        "나씨",
        "다씨",
        "테이블",
        "비공개 초안",
        "사정",
        "회의",
        "프로그램",
        "메모",
    ):
        assert any(kind in word for word in shown), kind


def test_the_right_employer_is_heard_wherever_it_writes(
    client: FlaskClient, sides: tuple[Side, Side]
) -> None:
    fair = sides[0].fair
    for number, rule in enumerate(recruiters_rules()):
        for method in set(methods_of(rule)) - {"GET"}:
            mine = make_side(fair, f"한울{number}번")
            body = next(bodies(fields_of(APP, rule), mine))
            client = sign_in(client, mine.recruiter)
            answer = ask(client, rule, method, at(mine, rule), data=body)
            assert answer.status_code not in GONE, f"{method} {rule.rule}"


def test_what_is_anothers_does_not_exist(client: FlaskClient, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    secrets, before, found = secrets_of(theirs, mine), owned(theirs), []
    assert len(secrets) > 20
    for rule in recruiters_rules():
        for values in mixed(mine, theirs, rule) if rule.arguments else ():
            for method in methods_of(rule):
                sent = {"data": next(bodies(fields_of(APP, rule), theirs))}
                answer = ask(
                    sign_in(client, mine.recruiter),
                    rule,
                    method,
                    values,
                    **(sent if method != "GET" else {}),
                )
                leaked = {word for word in secrets if word in read(answer)}
                if answer.status_code != 404 or leaked:
                    found.append((method, rule.rule, values, answer.status_code, leaked))
    assert found == []
    assert changed(before, owned(theirs)) == {}


def test_what_a_body_or_an_argument_names_of_anothers_stays_untouched_and_unread(
    client: FlaskClient, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    secrets, before, found = secrets_of(theirs, mine), owned(theirs), []
    for number, rule in enumerate(recruiters_rules()):
        if methods_of(rule) != ["GET"]:
            mine = make_side(theirs.fair, f"한울{number}번")
        for body in bodies(fields_of(APP, rule), theirs):
            for method in methods_of(rule):
                sent = {"query_string": body} if method == "GET" else {"data": body}
                answer = ask(sign_in(client, mine.recruiter), rule, method, at(mine, rule), **sent)
                # What somebody types is no secret to them: the page may say it back.
                typed = " ".join(str(value) for value in body.values())
                leaked = {word for word in secrets if word in read(answer) and word not in typed}
                if answer.status_code >= 500 or leaked:
                    found.append((method, rule.rule, body, answer.status_code, leaked))
    assert found == []
    assert changed(before, owned(theirs)) == {}


def test_a_key_reads_and_books_for_its_own_employer_alone(
    client: FlaskClient, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    secrets, before = secrets_of(theirs, mine), owned(theirs)
    key = {"Authorization": f"Bearer {mine.key}"}
    for call in ("slots", "applications"):
        for arguments in (
            {},
            {"fair": mine.fair.slug},
            {"after": theirs.things["registration_id"]},
        ):
            answer = client.get(f"/api/v1/{call}", headers=key, query_string=arguments)
            assert answer.status_code == 200
            assert not {word for word in secrets if word in read(answer)}
    for wish in wishes(mine, theirs):
        answer = client.post("/api/v1/bookings", json=wish, headers=key)
        assert answer.status_code in GONE, wish
        assert not {word for word in secrets if word in read(answer)}
    assert changed(before, owned(theirs)) == {}
    own = client.get("/api/v1/applications", headers=key)
    assert {f"{MINE}{who}씨" for who in "가나다"} <= {
        one["person"]["name"] for one in own.json["applications"]
    }
    fine = {"slot": mine.things["free_id"], "application": mine.things["application_id"]}
    answer = client.post("/api/v1/bookings", json=fine | {"id": str(uuid.uuid4())}, headers=key)
    assert answer.status_code == 201


def wishes(mine: Side, theirs: Side) -> Iterator[dict[str, Any]]:
    """Every wish that names something of another employer."""
    for slot, whom in ((mine, theirs), (theirs, mine), (theirs, theirs)):
        for name in ("application", "registration"):
            yield {
                "slot": slot.things["free_id"],
                name: whom.things[f"{name}_id"],
                "id": str(uuid.uuid4()),
            }


def test_the_public_pages_tell_a_recruiter_nothing_more_of_another(
    client: FlaskClient, sides: tuple[Side, Side]
) -> None:
    mine, theirs = sides
    secrets = secrets_of(theirs, mine, public=True) | {f"{THEIRS} 비공개 초안"}
    named = {"slug": theirs.fair.slug, "code": "ko"}
    seen = 0
    for rule in views_of(APP, None):
        known = rule.arguments <= ADDRESSES.keys() | named.keys()
        if "GET" not in methods_of(rule) or not known:
            continue
        numbers = [{**named, **{n: ADDRESSES[n](theirs) for n in rule.arguments - named.keys()}}]
        if "job_id" in rule.arguments:
            numbers.append(numbers[0] | {"job_id": theirs.things["draft_id"]})
        for values in numbers:
            values = {name: values[name] for name in rule.arguments}
            answer = ask(sign_in(client, mine.recruiter), rule, "GET", values)
            leaked = {word for word in secrets if word in read(answer)}
            assert answer.status_code < 500 and not leaked, f"{rule.rule} {leaked}"
            seen += 1
    assert seen > 10


def test_no_other_side_opens_to_a_recruiter(client: FlaskClient, sides: tuple[Side, Side]) -> None:
    mine, theirs = sides
    shut = [
        rule
        for rule in APP.url_map.iter_rules()
        if rule not in views_of(APP, Role.RECRUITER, None) and rule.endpoint != "static"
    ]
    assert len(shut) > 60
    for rule in shut:
        values = {
            name: _filler(type(converter).__name__, theirs)
            for name, converter in rule._converters.items()
        }
        for method in methods_of(rule):
            answer = ask(sign_in(client, mine.recruiter), rule, method, values)
            # Devices and programs come with a key: somebody who signed in is nobody there.
            assert answer.status_code in {401, 403}, f"{method} {rule.rule}"


def _filler(converter: str, theirs: Side) -> Any:
    """Something of theirs that fits into an address of another side."""
    if "Int" in converter:
        return theirs.things["registration_id"]
    return uuid.uuid4() if "UUID" in converter else theirs.fair.slug


def test_other_sides_stay_outside(client: FlaskClient, sides: tuple[Side, Side]) -> None:
    _mine, theirs = sides
    people = (make_account(), make_staff(theirs.fair), seeker_of(theirs))
    rules = [rule for rule in recruiters_rules() if rule.rule.startswith(EMPLOYERS)]
    assert len(rules) >= FEWEST
    for rule in rules:
        for method in methods_of(rule):
            address = APP.url_map.bind("localhost").build(rule.endpoint, at(theirs, rule))
            nobody = client.application.test_client().open(address, method=method)
            assert nobody.status_code == 302, rule.rule
            for person in people:
                answer = sign_in(client, person).open(address, method=method)
                assert answer.status_code == 403, f"{method} {rule.rule}"


def seeker_of(side: Side) -> Any:
    """Somebody who applied to this employer."""
    from_there = select(Registration).where(Registration.id == side.things["registration_id"])
    return db.session.scalars(from_there).one().seeker


def test_a_recruiter_who_was_let_go_sees_nothing(
    client: FlaskClient, sides: tuple[Side, Side]
) -> None:
    mine, _theirs = sides
    of_mine = select(Recruiter).where(Recruiter.account == mine.recruiter)
    db.session.scalars(of_mine).one().active = False
    secrets = texts(owned(mine)) - {mine.recruiter.name, mine.recruiter.email}
    for rule in recruiters_rules():
        if "GET" in methods_of(rule):
            answer = ask(sign_in(client, mine.recruiter), rule, "GET", at(mine, rule))
            assert answer.status_code == (404 if rule.arguments else 200), rule.rule
            assert not {word for word in secrets if word in read(answer)}, rule.rule
    assert "아직 참가하는 박람회가 없어요" in client.get(EMPLOYERS).text


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The rows, by table, that came, went or are not what they were."""
    return {
        name: before.get(name, set()) ^ after.get(name, set())
        for name in before.keys() | after.keys()
        if before.get(name, set()) != after.get(name, set())
    }
