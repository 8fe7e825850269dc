"""The paper pack: what a fair needs when nothing else works, and no more of anybody than that."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from config import Config
from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges import fonts
from festa.badges.guest_lines import Guest
from festa.badges.guests import issue_guests
from festa.badges.models import BadgeKind
from festa.consents.models import ASKED_AT_REGISTRATION
from festa.consents.queries import current_texts
from festa.extensions import db
from festa.fairs.models import Fair
from festa.paper.nightly import find_pack, make_due_packs
from festa.paper.pdf import draw_pack
from festa.paper.service import make_pack
from festa.registrations.slip_models import Slip, SlipSeries
from festa.registrations.slip_number import qr_text, show_number
from tests.factories import (
    FAIR_DAY,
    make_account,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_staff,
    make_table,
    sign_in,
)
from tests.statements import statements


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


def drawn(fair: Fair, walk_ins: int = 2, consents: int = 1) -> pypdfium2.PdfDocument:
    """The pack of a fair as it stands."""
    fonts.register(Config.PDF_FONTS)
    out = BytesIO()
    draw_pack(make_pack(fair, SYSTEM, walk_ins, consents).pack, out)
    return pypdfium2.PdfDocument(out.getvalue())


def words(document: pypdfium2.PdfDocument) -> str:
    """All that stands in it."""
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_door_list_goes_by_initial_consonant_with_masked_names(fair: Fair) -> None:
    for name in ("하루미", "강감찬", "깡다구", "남궁선", "Ann Smith"):
        make_registration(fair, make_seeker(name=name, phone="+821020004321"))
    door = drawn(fair)[1].get_textpage().get_text_range()
    places = [door.index(name) for name in ("ㄱ", "강*찬", "깡*구", "ㄴ", "남*선", "ㅎ", "하*미")]
    assert places == sorted(places)
    assert "4321" in door
    assert "강감찬" not in door
    assert "2000-4321" not in door


def test_whoever_waits_is_told_from_whoever_may_come_in(app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    make_registration(fair)
    pack = drawn(fair)
    assert "2명 (대기 1명)" in pack[0].get_textpage().get_text_range()
    assert "대기" in pack[1].get_textpage().get_text_range()


def test_the_cover_says_when_it_was_made_and_how_many(fair: Fair, clock_stands: Traveller) -> None:
    for _each in range(3):
        make_registration(fair)
    issue_guests(fair, BadgeKind.GUEST, [Guest("남궁손님", "시청")], SYSTEM)
    cover = drawn(fair)[0].get_textpage().get_text_range()
    assert "11월 23일(월) 오전 10:00에 만들었습니다" in cover
    assert "3명" in cover
    assert "1명" in cover
    assert show_number(1) in cover


def test_each_table_has_its_day_with_lines_to_write_on(fair: Fair) -> None:
    table = make_table(make_participation(fair))
    said = words(drawn(fair))
    assert table.label in said
    assert "12:00" in said
    assert "면접 시간표" in said


def test_each_slip_carries_its_number_and_a_code_that_reads_back(fair: Fair) -> None:
    document = drawn(fair, 3, 2)
    sides = [document[len(document) - 10 + place] for place in range(10)]
    slips, backs = sides[::2], sides[1::2]
    read = [
        code.text
        for page in slips
        for code in zxingcpp.read_barcodes(page.render(scale=100 / 72).to_pil())
    ]
    assert read == [qr_text(fair.id, serial) for serial in range(1, 6)]
    first = slips[0].get_textpage().get_text_range()
    for text in (show_number(1), "이름", "휴대전화", "태어난 해", "박람회 뒤 6개월"):
        assert text in first
    back = backs[0].get_textpage().get_text_range()
    for text in (show_number(1), "동의합니다", "박람회 뒤 6개월", "적은 때"):
        assert text in back


def test_whoever_signs_can_read_all_they_agree_to(fair: Fair) -> None:
    refusal = "동의하지 않으셔도 참가와 면접에 아무런 불이익이 없습니다. " * 4 + "끝까지."
    for text in current_texts(fair.id).values():
        text.refusal = refusal
    document = drawn(fair, 1, 0)
    page = document[len(document) - 1]
    words = page.get_textpage()
    said = "".join(words.get_text_range().split())
    assert said.count("".join(refusal.split())) == len(ASKED_AT_REGISTRATION)
    assert "…" not in said
    lines = sorted(words.get_rect(place) for place in range(words.count_rects()))
    for left, bottom, right, top in lines:
        over = [
            one
            for one in lines
            if one[1] > bottom and one[1] < top - 2 and one[0] < right and one[2] > left
        ]
        assert not over, "two lines stand on each other"


def test_five_thousand_ask_no_more_of_the_database_than_five(fair: Fair) -> None:
    make_registration(fair)
    with statements() as few:
        make_pack(fair, SYSTEM)
    for _each in range(6):
        make_registration(fair)
    make_table(make_participation(fair))
    make_table(make_participation(fair))
    db.session.flush()
    db.session.expire_all()
    with statements() as many:
        make_pack(db.session.get_one(Fair, fair.id), SYSTEM)
    assert len(many) <= len(few) + 4  # the slots of all tables; what the test itself made stale


def test_an_organiser_takes_a_pack_and_every_look_is_logged(
    client: FlaskClient, fair: Fair
) -> None:
    registration = make_registration(fair)
    sign_in(client, make_account())
    page = client.get(f"/console/badges/paper?fair={fair.slug}")
    assert "아직 뽑은 신청서가 없어요" in page.text
    answer = client.post(
        f"/console/badges/paper/{fair.slug}", data={"walk_ins": "2", "consents": "1"}
    )
    assert answer.mimetype == "application/pdf"
    assert len(pypdfium2.PdfDocument(answer.data)) == 8  # cover, door, three leaves
    seen = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    assert db.session.scalars(seen).all() == [registration.seeker_id]
    assert show_number(3) in client.get(f"/console/badges/paper?fair={fair.slug}").text


def test_staff_take_no_packs(client: FlaskClient, fair: Fair) -> None:
    sign_in(client, make_staff(fair))
    assert client.post(f"/console/badges/paper/{fair.slug}").status_code == 403


def test_the_night_makes_one_pack_for_each_fair_that_is_near(
    app: Flask, tmp_path: Path, clock_stands: Traveller
) -> None:
    today, tomorrow = make_fair(), make_fair(day=FAIR_DAY + timedelta(days=1))
    make_fair(day=FAIR_DAY + timedelta(days=5))
    assert make_due_packs(tmp_path) == {"made": 2, "destroyed": 0}
    db.session.commit()
    assert make_due_packs(tmp_path) == {"made": 0, "destroyed": 0}
    for fair in (today, tomorrow):
        path = find_pack(fair, tmp_path)
        assert path is not None
        assert len(pypdfium2.PdfDocument(path)) > 40
    clock_stands.shift(timedelta(days=1))
    assert make_due_packs(tmp_path) == {"made": 1, "destroyed": 2}
    clock_stands.shift(timedelta(days=2))
    assert make_due_packs(tmp_path)["destroyed"] == 1
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_night_that_was_cut_short_leaves_no_pack_with_unknown_slips(
    app: Flask, tmp_path: Path, clock_stands: Traveller
) -> None:
    fair = make_fair()
    db.session.commit()
    make_due_packs(tmp_path)
    db.session.rollback()  # the worker ends before it commits
    assert find_pack(fair, tmp_path) is None
    make_due_packs(tmp_path)
    db.session.commit()
    path = find_pack(fair, tmp_path)
    assert path is not None
    series = db.session.get_one(SlipSeries, int(path.stem.rpartition("_")[2]))
    assert db.session.scalars(select(Slip).where(Slip.series_id == series.id)).all()
    assert abs(series.at - clock.now()) < timedelta(minutes=1)
