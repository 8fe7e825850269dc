"""The lint shows where a wording stands, says it better, and is not led astray by spelling."""

import pytest

from festa.employers.lint import RULES, Posting, lint, lint_posting, take
from festa.employers.lint_explained import LAWS, NAMES, REASONS
from festa.employers.lint_words.grounds import Ground, Reading
from festa.employers.marked import cut


def grounds(text: str, reading: Reading = Reading.POSTING) -> list[str]:
    return [one.ground.value for one in lint(text, reading, 2026)]


@pytest.mark.parametrize(
    "text",
    [
        "만 35세 이하",
        "만35세이하",
        "３５세 이하",
        "서른다섯 살 이하",
        "삼십오세 미만",
        "35\u200b세 이하",
        "35세↓",
        "나이: 20~35",
    ],
)
def test_an_age_limit_is_found_however_it_is_spelt(text: str) -> None:
    assert grounds(text) == ["age"]


@pytest.mark.parametrize(
    "text", ["여성 우대", "여 성 우 대", "여.성.우.대", "여성우대", "여자분 환영"]
)
def test_letters_set_apart_are_read_together(text: str) -> None:
    assert "gender" in grounds(text)


def test_a_finding_names_its_place_in_what_was_typed() -> None:
    text = "지게차  면허, ３５세 이하 우대"
    (found,) = lint(text)
    assert text[found.start : found.end] == found.words == "３５세 이하"
    assert cut(text, [found]) == [
        ("지게차  면허, ", False),
        ("３５세 이하", True),
        (" 우대", False),
    ]


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("만 35세 이하 모집", "나이 무관 모집"),
        ("여직원 모집", "직원 모집"),
        ("남자 2명", "2명"),
        ("용모단정, 엑셀 가능", "단정한 복장, 엑셀 가능"),
        ("엑셀 가능, 여성 우대", "엑셀 가능"),
        ("여성 우대, 엑셀 가능", "엑셀 가능"),
        ("비서(여)", "비서"),
        ("젊고 활동적인 분", "활동적인 분"),
        ("시급 9,000원", "시급 10,320원"),
        ("엑셀 가능, 키 165 이상, 운전 가능", "엑셀 가능, 운전 가능"),
    ],
)
def test_a_suggestion_leaves_a_whole_sentence(text: str, better: str) -> None:
    (found,) = lint(text, year=2026)
    assert take(text, found) == better
    assert lint(better, year=2026) == []


def test_of_wordings_that_overlap_the_longest_is_told() -> None:
    assert grounds("1985~1995년생만") == ["age"]


def test_every_ground_has_a_name_a_reason_and_a_law() -> None:
    assert set(NAMES) == set(LAWS) == set(REASONS) == set(Ground)


def test_every_rule_finds_nothing_in_silence() -> None:
    assert [rule.source for rule in RULES if rule.found_in("")] == []


def test_each_field_of_a_posting_is_read() -> None:
    fields = ("title", "duty", "workplace", "hours", "preferred", "about")
    for name in fields:
        posting = Posting(**({"title": "사무"} | {name: "여성 우대"}))
        assert [one.field for one in lint_posting(posting, 2026)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "결혼하셨나요?",
        "나이가 어떻게 되세요?",
        "몇 년생이세요?",
        "부모님은 무슨 일을 하시나요?",
        "종교가 있으신가요?",
        "키와 몸무게를 적어 주세요",
        "고향이 어디세요?",
        "자녀가 몇 명인가요?",
        "군대는 다녀오셨나요?",
        "집은 자가인가요, 전세인가요?",
        "출산 계획이 있으신가요?",
        "지병이 있으신가요?",
    ],
)
def test_a_question_about_somebodys_life_is_found(text: str) -> None:
    assert grounds(text, Reading.QUESTION)


@pytest.mark.parametrize(
    "text",
    [
        "물류 현장에서 일해 본 경험을 적어 주세요.",
        "주 며칠 일할 수 있으신가요?",
        "지게차 면허가 있으신가요?",
        "시스템 장애를 해결한 경험이 있나요?",
        "어르신 돌봄 경험을 말씀해 주세요.",
        "가족돌봄휴가 상담 업무를 해 보셨나요?",
        "언제부터 출근할 수 있나요?",
        "키오스크를 다뤄 보셨나요?",
        "고객이 화를 낼 때 어떻게 하시나요?",
    ],
)
def test_a_question_about_the_work_is_left_alone(text: str) -> None:
    assert grounds(text, Reading.QUESTION) == []


@pytest.mark.parametrize(
    "text",
    [
        "결혼했고 애가 둘",
        "나이가 많아 보임",
        "인상이 좋음",
        "전라도 출신",
        "남편 직업은 공무원",
        "교회 다님",
        "58세",
    ],
)
def test_a_note_about_somebodys_life_is_found(text: str) -> None:
    assert grounds(text, Reading.NOTE)


@pytest.mark.parametrize(
    "text",
    [
        "물류 경력 5년, 지게차 가능",
        "고객 응대 경험이 풍부함",
        "다음 주부터 출근 가능",
        "엑셀 실기 우수",
        "어르신 돌봄 경력",
    ],
)
def test_a_note_about_the_work_is_left_alone(text: str) -> None:
    assert grounds(text, Reading.NOTE) == []
