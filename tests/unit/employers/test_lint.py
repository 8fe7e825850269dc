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
        "다리가 불편해 보임",
        "다리를 전다",
        "다리를 저시는 것 같음",
        "휠체어 사용",
        "보청기를 낌",
        "지병 있음",
        "장애인",
        "청각장애 3급",
        "아파 보임",
        "귀가 어두우심",
        "시력이 많이 나쁨",
        "걸음이 불편",
        "허리가 안 좋음",
        "건강이 안 좋아 보임",
        "안색이 나쁨",
        "당뇨 약을 복용 중",
        "손을 떠심",
        "얼굴에 흉터",
        "한쪽 눈이 안 보임",
        "키 작음",
        "전라도 분",
        "출산 계획 있음",
        "못생김",
        "대머리",
        "중국인",
        "삼십대 중반",
        "사십 초반",
        "오십 넘은 듯",
        "서른다섯쯤",
        "서른다섯 살",
        "환갑 지남",
        "4 5 세",
        "45 years old",
        "married",
        "교인",
        "혈액형 B형",
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
        "물류 경력 5년",
        "약속을 잘 지키는 분",
        "몸이 불편한 어르신 돌봄 경력 3년",
        "휠체어 이동 보조 경험",
        "장애인복지관 근무 3년",
        "장애인 활동지원 자격",
        "치매 어르신 요양 경험",
        "시스템 장애가 나도 침착하게 대응",
        "나이트 근무 가능",
        "친절에 강점",
        "손이 빠르고 꼼꼼함",
        "눈썰미가 좋음",
        "발이 빠르고 성실",
        "보청기 판매 경험 있음",
        "귀가 시간이 늦어도 괜찮다고 함",
        "지원자가 희망하는 시간 오전",
        "모집이 끝난 뒤 연락 희망",
        "목소리가 크고 또렷함",
        "통신자격증",
        "건강보험공단 상담 경력",
        "허리 굽혀 상자 나르는 일 가능",
        "몸을 쓰는 일을 좋아함",
        "하루 오십 개 포장 경험",
        "삼십 분 거리",
        "서른 명 팀을 이끔",
        "마흔 곳 거래처 관리",
        "환갑 잔치 행사 진행 경력",
        "혈액형 검사 업무 경험",
        "이십 대 차량 정비 경험",
    ],
)
def test_a_note_about_the_work_is_left_alone(text: str) -> None:
    assert grounds(text, Reading.NOTE) == []


@pytest.mark.parametrize(
    "text",
    [
        "나이가 많으셔서 저희와는 맞지 않을 것 같아요. 못생기셨어요.",
        "외모가 저희 매장과 어울리지 않습니다",
        "여성분은 어려울 것 같아요",
        "남자가 필요해서요",
        "저희는 남자를 찾고 있어요",
        "젊은 분을 찾고 있습니다",
        "전라도 분이라 어려워요",
        "결혼하셔서 어렵겠어요",
        "아이가 어려서 힘드실 것 같아요",
        "건강이 좋지 않으셔서",
        "뚱뚱하셔서",
        "외국인이라서 안 됩니다",
        "50대는 뽑지 않습니다",
        "40세가 넘으셔서",
        "연세가 있으셔서",
        "아이를 키우셔서",
        "임신 중이셔서",
        "장애가 있으셔서",
        "키가 작으셔서",
        "교회에 다니셔서",
    ],
)
def test_a_reason_that_may_not_count_is_found_in_a_refusal(text: str) -> None:
    assert grounds(text, Reading.DECLINE)


@pytest.mark.parametrize(
    "text",
    [
        "다음 기회에 꼭 다시 뵙고 싶습니다.",
        "지원자가 많아 이번에는 모시지 못했습니다.",
        "모집이 끝나 더 모시기 어렵습니다. 친절에 감사드립니다.",
        "회사 형편이 어려워 채용 인원을 줄였습니다.",
        "같은 업무 경력이 더 긴 분을 모시게 되었습니다.",
        "지게차 면허가 있는 분이 필요해 이번에는 함께하지 못합니다.",
        "늘 건강하시고 좋은 일 가득하시길 바랍니다.",
        "차질을 빚어 죄송합니다.",
        "근무 시간이 맞지 않아 어렵겠습니다.",
        "자리를 지키는 일이라 야간 근무가 가능한 분을 모셨어요.",
        "가정에 행복이 가득하시길 바랍니다.",
        "좋은 인상을 받았지만 자리가 하나뿐이었습니다.",
        "엑셀 실기 점수가 조금 모자랐습니다.",
        "급여 조건이 맞지 않아 모시지 못합니다.",
        "관심을 갖고 지원해 주셔서 고맙습니다.",
        "전남 여수 공장 자리가 먼저 채워졌습니다. 서울 본사에 자리가 나면 연락드릴게요.",
    ],
)
def test_a_courteous_refusal_is_left_alone(text: str) -> None:
    assert grounds(text, Reading.DECLINE) == []


@pytest.mark.parametrize(
    "text",
    [
        "만 40세가 넘는 분은 정중히 사양합니다.",
        "전라도 분 사절.",
        "결혼 계획이 있는 분은 어려워요.",
        "활동적인 젊은이들과 함께해요.",
        "마흔다섯 살을 넘기신 분은 지원하지 마세요.",
        "55세 초과자는 채용이 곤란합니다.",
        "50세 이상이신 분은 받지 않아요.",
        "40세 미만만 연락 주세요",
        "50대가 넘으신 분은 함께하기 어려워요.",
        "20대는 사절",
        "젊은 분들이 모인 팀이에요.",
        "젊은이 위주로 일해요",
        "젊은이다운 패기로 일할 분",
        "충청도 쪽 분은 제외합니다.",
        "호남 출신은 곤란해요.",
        "영남분 환영",
        "경상도 사투리 쓰는 분은 어렵습니다.",
        "강원도 분들은 정중히 사양합니다",
        "제주 출신 우대",
        "전라도 제외",
        "경상도는 받지 않아요",
        "곧 결혼하실 분은 사양해요",
        "임신을 준비하는 분은 함께하기 어려워요",
        "출산 예정인 분은 지원 불가",
        "예비 신부는 어려워요",
        "몸이 불편하신 분은 어려워요",
        "보청기 끼신 분은 채용하지 않아요",
        "지병이 있으신 분 사절",
        "휠체어 타는 분 불가",
        "못생긴 분은 사절",
        "만 60세를 넘으면 뽑지 않습니다",
        "65세 넘으시는 분들 연락하지 마세요",
        "35세가 넘은 분은 제외",
        "40세 넘으면 힘들어요",
        "마흔이 넘으신 분은 어려워요",
        "나이 많은 분은 힘듭니다",
        "전북 사람은 안 뽑아요",
    ],
)
def test_a_way_of_turning_people_away_is_found(text: str) -> None:
    assert grounds(text)


@pytest.mark.parametrize(
    "text",
    [
        "만 15세 이상(근로기준법)이면 누구나 지원할 수 있어요.",
        "만 18세 미만은 야간 근무 불가(근로기준법)",
        "전라도 출장 가능한 분 우대",
        "전라도 출장 불가하신 분도 지원할 수 있어요.",
        "전라남도 순천시 근무, 강원도와 충청도 배송 포함",
        "제주와 도서 지역은 배송 불가",
        "수도권과 충청도 제외 지역은 택배로 보내요",
        "배송 지역: 강원도 제외 전국",
        "호남 지사 설립 10주년, 영남 지점 순회 근무",
        "50세 이상 환영합니다. 나이가 걱정되어도 연락 주세요",
        "장애인 편의시설 완비, 휠체어 이용 가능",
        "휠체어 출입이 어려워요(2층 계단, 승강기 없음)",
        "몸이 불편한 어르신의 식사를 도와요.",
        "보청기 판매와 수리",
        "결혼 계획이 있는 고객의 예식 상담",
        "출산을 앞둔 산모를 돕는 산후관리",
        "젊은이들이 많이 찾는 거리 카페",
        "젊은이의 거리 축제 운영 보조",
        "65세가 넘는 어르신 댁을 방문해 안부를 물어요.",
        "50세 이상 초보 환영, 무면허 불가",
        "40세 이상 남짓한 나무",
        "트럭 20대는 불법 주차 불가",
        "장애인의 어려움을 듣고 돕는 일",
        "장애인이 어려워하는 일을 도와요",
        "못생긴 과일을 골라 주스로 만들어요.",
        "다리가 아프지 않게 의자를 드려요.",
        "시력이 나쁜 회원의 렌즈 상담",
        "결혼 준비 고객 상담 경험자",
        "전라도 음식 조리, 제주 흑돼지 손질",
        "경상도 김치 공장 생산직",
        "충남 아산시 배방읍 공장, 통근버스",
        "강원도 사람들과 함께 만든 협동조합",
        "울산 분점 근무",
        "경기 분당구 근무 가능자",
        "강원인력 협력사",
        "30세대 이상 아파트 미화, 반려견 동반 불가",
        "40대 이상 차량 주차가 어려워 대중교통을 권해요.",
        "고령자와 장애인 이용이 어려운 시설을 고치는 일",
        "전남 지역 근무 불가자 제외",
        "제주도 인근 도민 할인",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert grounds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "사십 전 우대",
        "환갑 전이신 분",
        "키 백칠십 이상",
        "교인 우대",
        "혈액형 A형 우대",
        "women only",
    ],
)
def test_wishes_in_other_words_are_found_in_postings(text: str) -> None:
    assert grounds(text, Reading.POSTING)


@pytest.mark.parametrize("text", ["사십대이신가요?", "How old are you?", "Are you married?"])
def test_questions_in_other_words_are_found(text: str) -> None:
    assert grounds(text, Reading.QUESTION)


@pytest.mark.parametrize(
    "text",
    ["오십 전후 업체와 거래", "키오스크 백 대 설치", "혈액형 검사 키트 포장", "사십 전시 부스"],
)
def test_the_same_words_about_the_work_are_left_alone(text: str) -> None:
    assert grounds(text, Reading.POSTING) == []
