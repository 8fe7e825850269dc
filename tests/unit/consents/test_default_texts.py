"""The texts with which a fair starts say all that the law wants said, in both languages."""

import re
from datetime import date, time

import pytest
from sqlalchemy import String

import festa.models  # noqa: F401  - relationships name classes of other domains
from festa.consents.defaults import default_texts
from festa.consents.models import NAMING_AN_EMPLOYER, ConsentText, Purpose
from festa.consents.starting import WRITTEN
from festa.fairs.models import Fair, FairHost, HostRole, Tour

HANGUL = re.compile(r"[가-힣]")


def fair(*hosts: tuple[str, HostRole]) -> Fair:
    """A fair of these organisations."""
    return Fair(
        id=7,
        tour=Tour(slug="2026", year=2026, name="2026 순회 채용박람회"),
        slug="2026-daejeon",
        city="대전",
        city_en="Daejeon",
        day=date(2026, 11, 23),
        opens=time(10),
        closes=time(16),
        hosts=[FairHost(name=name, role=role) for name, role in hosts],
    )


TEXTS = {
    text.purpose: text
    for text in default_texts(
        fair(
            ("Example Foundation", HostRole.HOST),
            ("Daejeon City", HostRole.COHOST),
            ("Example Bank", HostRole.SPONSOR),
            ("Agency", HostRole.PROCESSOR),
        )
    )
}
each = pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))


def test_there_is_one_for_every_purpose() -> None:
    assert list(TEXTS) == list(Purpose)


@each
def test_recipient_items_use_retention_and_refusal_are_all_said(text: ConsentText) -> None:
    assert all(getattr(text, name).strip() for name in WRITTEN)
    assert "{" not in text.recipient + text.recipient_en


@each
def test_every_word_fits_its_column(text: ConsentText) -> None:
    for name in WRITTEN:
        kind = ConsentText.__table__.columns[name].type
        if isinstance(kind, String) and kind.length:
            assert len(getattr(text, name)) <= kind.length, name


@each
def test_the_english_text_is_english(text: ConsentText) -> None:
    for name in WRITTEN:
        assert bool(HANGUL.search(getattr(text, name))) is not name.endswith("_en") or (
            name.startswith("recipient") and text.purpose not in NAMING_AN_EMPLOYER
        ), name


def test_how_long_the_notice_is_kept_is_a_sentence_since_it_is_read_aloud() -> None:
    notice = TEXTS[Purpose.NOTICE]
    assert re.fullmatch(r"[^.]+니다\.", notice.retention)
    assert re.fullmatch(r"We [^.]+\.", notice.retention_en)


def test_hosts_and_cohosts_answer_for_the_data_and_processors_do_not() -> None:
    assert TEXTS[Purpose.NOTICE].recipient == "Example Foundation, Daejeon City"
    assert "Agency" not in "".join(text.recipient for text in TEXTS.values())


def test_results_and_advertising_name_the_sponsor() -> None:
    assert TEXTS[Purpose.OUTCOME_TRACKING].recipient.endswith("Example Bank")
    assert TEXTS[Purpose.MARKETING].recipient == "Example Bank"


def test_without_hosts_the_tour_answers() -> None:
    texts = {text.purpose: text for text in default_texts(fair())}
    assert texts[Purpose.NOTICE].recipient == "2026 순회 채용박람회"
    assert texts[Purpose.MARKETING].recipient == "2026 순회 채용박람회"


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.NOTICE])
def test_every_consent_may_be_refused_and_withdrawn(purpose: Purpose) -> None:
    assert "동의하지 않으" in TEXTS[purpose].refusal
    assert "철회" in TEXTS[purpose].refusal
    assert "withdraw" in TEXTS[purpose].refusal_en.lower()


def test_what_registering_needs_is_told_and_not_asked() -> None:
    notice = TEXTS[Purpose.NOTICE]
    assert "제15조제1항제4호" in notice.refusal
    assert "주민등록번호는 받지 않습니다" in notice.refusal


def test_no_age_goes_to_an_employer() -> None:
    assert "나이와 출생연도는 제공하지 않습니다" in TEXTS[Purpose.THIRD_PARTY].items
    assert "출생" not in TEXTS[Purpose.TALENT_POOL].items


def test_no_advertising_at_night_and_no_diagnosis_asked() -> None:
    assert "밤 9시부터 아침 8시" in TEXTS[Purpose.MARKETING].use
    assert "진단명과 장애 등급은 묻지 않습니다" in TEXTS[Purpose.SUPPORT_NEEDS].items
