"""Names, trades and jobs of companies that do not exist."""

from dataclasses import dataclass

from festa.demo.chance import Chance
from festa.employers.business_number import check_digit
from festa.employers.models import EmploymentType, ImpactFamily, PayUnit

FIRST = (
    "가온", "나래", "다솜", "라온", "마루", "바론", "새온", "아람", "여울", "온샘", "초롱", "한결",
    "해밀", "도담", "미르", "이든", "누리", "보람", "소담", "푸른", "하람", "단비", "별하", "윤슬",
)  # fmt: skip
SECOND = ("뜰", "솔", "결", "터", "샘", "빛", "늘", "재", "봄", "길")
LEGAL = ("주식회사 {}", "{} 주식회사", "㈜{}", "{}", "유한회사 {}")
SITES = ("본사", "물류센터", "지점", "현장사무소", "상담센터")
ABOUT = "시연을 위해 지어낸 기업이에요. {industry} 일을 하며, 경력 있는 분의 지원을 기다립니다."

E, F, P = EmploymentType, ImpactFamily, PayUnit


@dataclass(frozen=True)
class Work:
    """A kind of job: what it is called, where it belongs, and what it pays."""

    title: str
    duty: str
    types: tuple[EmploymentType, ...]
    pay: tuple[int, int]
    unit: PayUnit = PayUnit.MONTH
    family: ImpactFamily | None = None
    hours: str = "주 5일 09:00~18:00"
    preferred: str = ""


@dataclass(frozen=True)
class Trade:
    """A line of business: the ending of its companies' names and the jobs that they offer."""

    industry: str
    ending: str
    works: tuple[Work, ...]


FULL = (E.PERMANENT, E.CONTRACT)
PART = (E.PART_TIME, E.CONTRACT)
HOURLY = (10_600, 14_000)

TRADES = (
    Trade("물류·운송", "물류", (
        Work("물류센터 입출고 관리", "물류·운송", FULL, (2_500_000, 3_100_000)),
        Work("배송 경로 상담원", "고객상담", FULL, (2_300_000, 2_700_000), family=F.PLATFORM),
        Work("피킹·포장 (오전반)", "물류·운송", PART, HOURLY, P.HOUR, hours="주 5일 09:00~14:00"),
    )),
    Trade("노인복지", "요양원", (
        Work("요양보호사", "요양·돌봄", FULL, (2_300_000, 2_800_000), family=F.SOCIAL,
             preferred="요양보호사 자격증"),
        Work("방문 돌봄 매니저", "요양·돌봄", PART, HOURLY, P.HOUR, F.SOCIAL, "주 5일, 하루 4시간"),
        Work("프로그램 진행 강사", "교육·강의", (E.PART_TIME, E.FREELANCE), (30_000, 45_000),
             P.HOUR, F.SOCIAL, "주 2회, 회당 2시간"),
    )),
    Trade("소프트웨어", "데이터", (
        Work("데이터 라벨링 작업자 (재택 가능)", "데이터·AI", PART, (11_000, 15_000), P.HOUR, F.AI,
             "주 20~30시간", "데이터 라벨러 과정 수료"),
        Work("AI 학습데이터 검수자", "데이터·AI", FULL, (2_500_000, 3_000_000), family=F.AI),
        Work("공공 데이터 관리 PM", "데이터·AI", FULL, (3_000_000, 3_800_000), family=F.AI),
    )),
    Trade("시설관리", "시설관리", (
        Work("건물 시설 관리", "시설·안전·미화", FULL, (2_500_000, 3_000_000),
             preferred="전기·소방 관련 자격증"),
        Work("안전 관리 담당", "시설·안전·미화", FULL, (2_700_000, 3_300_000)),
        Work("오전 미화", "시설·안전·미화", PART, HOURLY, P.HOUR, hours="주 5일 07:00~12:00"),
    )),
    Trade("제조", "정밀", (
        Work("부품 조립·검사", "생산·품질", FULL, (2_400_000, 2_900_000)),
        Work("품질 관리", "생산·품질", FULL, (2_700_000, 3_400_000)),
        Work("생산 현장 관리자", "생산·품질", FULL, (3_000_000, 3_800_000)),
    )),
    Trade("고객센터", "고객센터", (
        Work("전화 상담원", "고객상담", FULL, (2_250_000, 2_600_000)),
        Work("채팅 상담원 (재택 가능)", "고객상담", PART, HOURLY, P.HOUR, F.PLATFORM,
             "주 5일, 하루 5시간"),
        Work("상담 품질 코치", "고객상담", FULL, (2_700_000, 3_200_000)),
    )),
    Trade("교육", "배움터", (
        Work("디지털 리터러시 강사", "교육·강의", (E.FREELANCE, E.CONTRACT), (40_000, 60_000),
             P.HOUR, F.AI, "주 2~3회, 회당 3시간", "리터러시 강사 과정 수료"),
        Work("돌봄교실 선생님", "교육·강의", PART, HOURLY, P.HOUR, F.SOCIAL, "주 5일 13:00~17:00"),
        Work("교육 운영 행정", "사무·행정", FULL, (2_400_000, 2_800_000)),
    )),
    Trade("유통", "유통", (
        Work("매장 관리", "영업·판매", FULL, (2_500_000, 3_000_000)),
        Work("온라인 몰 운영 (이커머스)", "이커머스", FULL, (2_500_000, 3_000_000),
             family=F.PLATFORM, preferred="이커머스 관리자 과정 수료"),
        Work("지역 영업 담당", "영업·판매", FULL, (2_600_000, 3_500_000)),
    )),
    Trade("식품", "식품", (
        Work("단체급식 조리", "조리·서비스", FULL, (2_400_000, 2_800_000),
             hours="주 5일 07:00~16:00"),
        Work("조리 보조", "조리·서비스", PART, HOURLY, P.HOUR, hours="주 5일 10:00~15:00"),
        Work("위생·품질 점검", "생산·품질", FULL, (2_500_000, 3_000_000)),
    )),
    Trade("사회복지", "나눔", (
        Work("사회복지 상담", "사회복지·상담", FULL, (2_500_000, 2_900_000), family=F.SOCIAL,
             preferred="사회복지사 자격증"),
        Work("마을 돌봄 코디네이터", "사회복지·상담", FULL, (2_400_000, 2_700_000),
             family=F.SOCIAL),
        Work("회계·총무", "사무·행정", FULL, (2_500_000, 3_000_000)),
    )),
    Trade("홍보·콘텐츠", "콘텐츠", (
        Work("콘텐츠 마케터", "콘텐츠·마케팅", FULL, (2_500_000, 3_100_000), family=F.PLATFORM,
             preferred="콘텐츠 마케터 과정 수료"),
        Work("지역 소식 편집", "콘텐츠·마케팅", PART, HOURLY, P.HOUR, hours="주 20시간"),
        Work("영상 자막·교정", "콘텐츠·마케팅", (E.FREELANCE,), (15_000, 22_000), P.HOUR,
             hours="일정은 협의"),
    )),
    Trade("경영지원", "파트너스", (
        Work("중소기업 경영 자문", "사무·행정", (E.CONTRACT, E.FREELANCE), (3_000_000, 4_200_000)),
        Work("총무·구매", "사무·행정", FULL, (2_500_000, 3_200_000)),
        Work("문서 관리 (시간제)", "사무·행정", PART, HOURLY, P.HOUR, hours="주 4일, 하루 5시간"),
    )),
)  # fmt: skip


class Companies:
    """Makes companies; every name and every number once."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        stems = [first + second for first in FIRST for second in SECOND]
        self._stems = chance.sample(stems, len(stems))
        self._serials = iter(chance.sample(range(1, 10_000), 9_000))
        self._made = 0

    def name(self, trade: Trade) -> str:
        """A name that is nobody's, with its legal form as people write it."""
        stem = self._stems[self._made % len(self._stems)]
        self._made += 1
        return self._chance.choice(LEGAL).format(stem + trade.ending)

    def business_number(self) -> str:
        """Ten digits with the right check digit, of the range 999 that is given to nobody."""
        kind = self._chance.choice(("81", "86", "87", "88"))
        nine = f"999{kind}{next(self._serials):04}"
        return nine + check_digit(nine)

    def pay(self, work: Work) -> int:
        """An amount within what this work pays, in round figures."""
        low, high = work.pay
        step = 50_000 if high > 1_000_000 else 100
        return self._chance.randrange(low, high + 1, step)
