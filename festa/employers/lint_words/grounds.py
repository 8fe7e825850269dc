"""On which grounds a wording is objected to, and how one rule about words is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Ground(StrEnum):
    """Why a wording cannot stay."""

    AGE = "age"
    GENDER = "gender"
    LOOKS = "looks"
    ORIGIN = "origin"
    SCHOOL = "school"
    NATIONALITY = "nationality"
    MARRIAGE = "marriage"
    FAMILY = "family"
    PROPERTY = "property"
    BELIEF = "belief"
    HEALTH = "health"
    WAGE = "wage"
    UNPAID = "unpaid"
    TERMS = "terms"
    HOURS = "hours"


class Reading(StrEnum):
    """What kind of text is read: the same word weighs differently in each."""

    POSTING = "posting"
    QUESTION = "question"
    NOTE = "note"
    DECLINE = "decline"


PUBLISHED = frozenset({Reading.POSTING, Reading.QUESTION})


# Pieces that many rules share; `<NAME>` in a pattern stands for one.
PIECES: dict[str, str] = {
    # 35, 삼십오, 서른다섯
    "N": (
        "(?:\\d{1,3}|[이삼사오육칠팔구]?십[일이삼사오육칠팔구]?"
        "|(?:스물|서른|마흔|쉰|예순|일흔|여든)"
        "(?:한|하나|두|둘|세|셋|네|넷|다섯|여섯|일곱|여덟|아홉)?|스무)"
    ),
    # 세 and 살 as years of age, not 세대, 세트, 살균 …
    "SAL": "(?:세(?!대(?!상)|미(?!만)|부(?!터)|[트무금탁종계련션척차심월팅단균법])|살(?![균충림구짝치리롱]))",
    "DOWN": "(?:이하|미만|이내|까지|이전|아래|안쪽|밑|언더|↓|(?:을|를)? 넘지 않|(?:을|를)? 초과하지)",
    "TO": "(?:~|-|–|—|∼|〜|부터|에서)",
    "NO": (
        "(?:(?:절대|정중히|죄송하지만)? (?:지원|채용|응시|근무|입사)?(?:은|는|이|을)? (?:절대|정중히)? "
        "(?:불가|사절|제외|사양|안 ?[됩됨돼받뽑]|받지|뽑지|어렵|어려(?:워(?!하|지|진)|울|우(?:니|며|세|십|므))"
        "|곤란|금지|힘들|힘듭|x\\b|제한|거절|노땡큐"
        "|(?:모시|채용하|선발하|고용하|원하|환영하|함께하)(?:지 (?:않|못|마|말)|기 (?:어렵|어려|힘들))"
        "|(?:지원|신청|응모|연락)하지 (?:마|말)))"
    ),
    "WANTED": (
        "(?:만(?! \\d)(?=[^족든큼약나남점]|$)|대? ?환영|우대|선호|한정|에? ?한함|에? ?한하|에? ?한해"
        "|우선|위주|중심|모집|채용|구함|구합|구해|구인|급구|뽑|찾|전용 채용|대상 (?:모집|채용)|초빙)"
    ),
    "PERSON": (
        "(?:분|직원|사원|인력|지원자|구직자|근로자|노동자|사람|알바생?|아르바이트생?|스태프|스텝|매니저"
        "|상담원|상담사|상담직|비서|판매원|판매직|캐셔|계산원|기사|요양보호사|간병인|간병사|미화원|경비원|팀원|동료"
        "|인재|신입|경력자|작업자|작업원|도우미|강사|교사|선생님|생산직|사무직|관리직|기술자|종업원|점원|조리원"
        "|조리사|운전원|운전자|경리|안내원|안내데스크|사무원|보조원?|관리자|담당자|청소원|가사도우미|주방장|디자이너"
        "|개발자|영업직|사무보조|조무사|간호사|트레이너|코치|모델|바리스타|자|만의)"
    ),
    # Whom the work is for: a limit beside one of these is about them.
    "SERVED": (
        "(?:자녀|아동|아이|아기|영유아|영아|유아|어린이|초등|중학|고등|학생|청소년|어르신|노인|환자|치매"
        "|장애|수급자|이용자|이용인|대상자|원아|원생|회원|수강생|입소자|입주자|반\\b|독거|가구|가정)"
    ),
    # Whom shops and campaigns are for; 고객상담원 is somebody who works there.
    "BUYERS": (
        "(?:고객|손님|소비자|소비층|회원|이용자|이용객|타[깃겟]|독자|관광객|여행객|방문객|관람객|수강생|패션|의류|브랜드"
        "|상권|쇼핑몰|화장품|환자|시청자|구독자|게이머|유저|창업가|창업자|예술가|작가들|여행)"
        "(?! ?(?:상담|응대|관리|지원)(?:원|사|직|자))"
    ),
    "AID": "(?:장려금|공제|지원금|지원 ?사업|수당|바우처|저축|적금|대출|전세|도약|특별|취업지원|정책)",
}
# Attributes that postings name only to say that they do not matter.
NAMED = (
    "나이|연령|성별|남녀|외모|용모|키|신장|체중|몸무게|학력|학벌|경력|출신|지역|학교|고향|본적|혼인|결혼|기혼|미혼"
    "|여부|종교|신앙|국적|가족|관계|사항|부모|형제|자녀|유무|재산|상황|장애|병역|군필|미필|면제|신체|조건|인종|사진|직업"
)
# … 무관, … 묻지 않습니다, … 적지 마세요
IGNORED = (
    "(?:무관|불문|상관 ?없|관계 ?없|제한 ?없|제한하지|따지지|묻지|보지 ?않|요구하지|요청하지|받지 ?않|수집하지"
    "|기재하지|적지|쓰지|차별하지|차별 ?없|고려하지|반영하지|확인하지|구애|상관하지|평가하지|불이익|넣지)"
)
PIECES["IGNORED"] = (
    f"(?: ?(?:(?:{NAMED}|등|및|과|와|이나|나|은|는|을|를|도|의|[,·/]|\\s)+)?{IGNORED})"
)
PIECES["NOT_ASKED"] = "(?!<IGNORED>)"
TOKEN = re.compile(r"<([A-Z_]+)>")
CLASS_OR_SPACE = re.compile(r"\[(?:\\.|[^\]\\])*\]| \??")
ANY_SPACE = r"[^\S\n]*"


def pattern(source: str) -> re.Pattern[str]:
    """A pattern of words: a space in it stands for spaces or none, `<NAME>` for a piece."""
    while TOKEN.search(source):
        source = TOKEN.sub(lambda piece: PIECES[piece[1]], source)
    return re.compile(CLASS_OR_SPACE.sub(_widen, source))


def _widen(piece: re.Match[str]) -> str:
    return piece[0] if piece[0].startswith("[") else ANY_SPACE


@dataclass(frozen=True)
class Rule:
    """One wording that cannot stay.

    `instead` is what is offered in its place: \\1 and \\g<name> stand for parts of what was
    found, and nothing means that the words go. `after` and `before` say next to what the
    wording is harmless; `holds` decides by the numbers in it.
    """

    ground: Ground
    source: str
    instead: str = ""
    after: str = ""
    before: str = ""
    holds: Callable[[re.Match[str]], bool] | None = None
    readings: frozenset[Reading] = field(default=PUBLISHED | {Reading.DECLINE})

    def __post_init__(self) -> None:
        """Compile once; the patterns are looked at for every text."""
        object.__setattr__(self, "words", pattern(self.source))
        object.__setattr__(self, "harmless_after", pattern(self.after) if self.after else None)
        harmless = pattern(f"(?:{self.before})$") if self.before else None
        object.__setattr__(self, "harmless_before", harmless)

    words: re.Pattern[str] = field(init=False)
    harmless_after: re.Pattern[str] | None = field(init=False)
    harmless_before: re.Pattern[str] | None = field(init=False)

    def found_in(self, text: str) -> list[re.Match[str]]:
        """Where the wording stands and is meant."""
        return [found for found in self.words.finditer(text) if self._meant(found)]

    def _meant(self, found: re.Match[str]) -> bool:
        text = found.string
        if not found[0].strip():
            return False
        if self.harmless_after and self.harmless_after.match(text, found.end()):
            return False
        if self.harmless_before and self.harmless_before.search(
            text[max(0, found.start() - 40) : found.start()]
        ):
            return False
        return self.holds is None or self.holds(found)


SINO = {word: value for value, word in enumerate("일이삼사오육칠팔구", 1)}
TENS = {
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
}
ONES = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip


def number(typed: str) -> int:
    """35, 삼십오 and 서른다섯 are 35."""
    if typed.isdigit():
        return int(typed)
    if "십" in typed:
        tens, _ten, ones = typed.partition("십")
        return SINO.get(tens, 1) * 10 + SINO.get(ones, 0)
    for word, value in TENS.items():
        if typed.startswith(word):
            return value + ONES.get(typed.removeprefix(word), 0)
    return 0
