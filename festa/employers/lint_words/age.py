"""Age: limits, decades, years of birth, and words that mean young (고령자고용법 §4조의4).

Not objected to: the law's own lower limit (18, 19, driving licences up to 21), words for
people of forty and more, whom this fair is for (§4조의5), retirement ages, and ages of
those whom the work is for.
"""

import re
from functools import partial

from festa.employers.lint_words.grounds import Ground, Rule, number

YOUNGEST_LIMIT = 21  # 대형면허 19, 시내버스 20, 성인 19: laws of their own ask for these
MIDDLE_AGED = 40
EVERYBODY = 60
CHILD = 15

age = partial(Rule, Ground.AGE)
ANY_AGE = "나이 무관"
WORK_UNTIL = " (?:근무|고용|일하|일할|재고용|계속|정년|다닐|다니|활동|보장|안심|연장|재직)"
OF_THOSE_SERVED = "(?: |의|인|을|를|\\)|\\()*<SERVED>"
RETIREMENT = "정년[^\\n.]{0,12}"
SERVED_BEFORE = "(?:<SERVED>|보험|시설|대상 ?[:은는])[^\\n.,]{0,5}"
MACHINES = (
    "(?:차량?|트럭|버스|택시|지게차|장비|기계|서버|pc|컴퓨터|노트북|cctv|카메라|로봇|모니터|설비|기기|승용차|주차"
    "|자전거|오토바이|선박|드론|승강기|엘리베이터|키오스크|자판기|프린터|에어컨|세탁기|단말기|태블릿|충전기|침대|선풍기"
    "|크레인|굴착기|화물차|냉장고|테이블)[^\\n.,]{0,8}"
)
DECADE = (
    "(?<![\\d,.])(?P<low>[1-7]0|[이삼사오육칠]십) 대? (?:초반|중반|후반)?"
    "(?: (?:~|-|–|·|,|/|에서|부터|및|와|과) (?P<high>[1-7]0|[이삼사오육칠]십))? 대"
)
PART_OF_DECADE = " (?:초[·,~/]?중반|중[·,~/]?후반|초반|중반|후반)"
MEANT = (
    " (?:의|인|이신|이|로|만|층)? (?:<WANTED>|여성|남성|여자|남자|남녀|직원|사원|청년|젊|인재|지원자|분(?:들|만|을|이|$|\\s)"
    "|팀원|구성원|동료|신입|주부|지원 ?가능|가능|근무자)"
)
OVER = (
    "(?:이상|초과|부터|넘은|넘는|넘으신|넘으시는|넘으면|넘으시면|넘긴|넘기신|넘어선|지난|지나신)"
    "(?! (?:의 )?<SERVED>)"
)
# 50세 이상 초보 불가 is about beginners.
ABOUT_THEM = (
    "(?:(?!초보|무경험|미경험|무면허|흡연|음주|차량|주차|트럭|버스|장비|서버|설비)[^\\n.,]){0,12}"
)
CAPPED = " (?:이하|까지|이내|미만|이전)(?! 다양)"


def _above_child(found: re.Match[str]) -> bool:
    return number(found["n"]) > 19


def _adult(found: re.Match[str]) -> bool:
    return number(found["n"]) > YOUNGEST_LIMIT


def _young_floor(found: re.Match[str]) -> bool:
    return YOUNGEST_LIMIT < number(found["n"]) < MIDDLE_AGED


def _ages(found: re.Match[str]) -> tuple[int, int]:
    low = number(found["low"])
    return low, number(found["high"] or "") or low


def _range(found: re.Match[str]) -> bool:
    low, high = _ages(found)
    if low < CHILD or high <= low:
        return False
    favoured = re.match(r"[^\n.,]{0,6}(?:우대|환영|우선)", found.string[found.end() :])
    return not (low >= MIDDLE_AGED and (high >= EVERYBODY or favoured))


def _decade(found: re.Match[str]) -> bool:
    low, high = _ages(found)
    return low < MIDDLE_AGED and high < EVERYBODY


def _labelled(found: re.Match[str]) -> bool:
    low, high = _ages(found)
    ending = found["ending"] or ""
    if high > low:
        return not (low >= MIDDLE_AGED and high >= EVERYBODY)
    if ending in {"이상", "부터"}:
        return YOUNGEST_LIMIT < low < MIDDLE_AGED
    return low > 19 and (bool(ending) or low < MIDDLE_AGED)


def _born_as_adult(found: re.Match[str]) -> bool:
    year = int(found["year"])
    return year < 2010 if year > 100 else True


def _average(found: re.Match[str]) -> bool:
    return CHILD < number(found["n"]) < MIDDLE_AGED


LIMITS = (
    age("(?<![가-힣\\d])(?:[이삼사오육칠]십|환갑|회갑|칠순) (?:전|이전)(?:의|인|이신)? (?:분|사람|<WANTED>)"),
    age(
        "(?:만 )?(?P<low><N>) (?:<SAL>|대)? 이상 (?:부터|[,~/]|에서)? (?:만 )?(?P<high><N>) <SAL>"
        " (?:이하|미만|까지|이내)",
        ANY_AGE, OF_THOSE_SERVED + f"|{WORK_UNTIL}", SERVED_BEFORE, _range,
    ),
    age(
        "(?:만 )?(?P<low><N>) (?:<SAL>|대)? <TO> (?:만 )?(?P<high><N>) <SAL> (?:이하|미만|까지|이내|사이)?",
        ANY_AGE, OF_THOSE_SERVED + f"|{WORK_UNTIL}|[^\\n.]{{0,14}}<AID>", SERVED_BEFORE, _range,
    ),
    age(
        "(?:만 )?(?P<n><N>) <SAL> (?:의|인|을|를)? <DOWN>", ANY_AGE,
        OF_THOSE_SERVED + f"|{WORK_UNTIL}|[^\\n.]{{0,10}}정년|[^\\n.]{{0,14}}<AID>",
        f"{RETIREMENT}|{SERVED_BEFORE}", _above_child,
    ),
    age("(?<![가-힣])(?P<n>(?:스물|서른|마흔|쉰|예순)(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)?) "
        "(?:이하|미만|안쪽|전까지|넘으면|넘은 분 <NO>)", ANY_AGE),
    age("(?:만 )?(?P<n><N>) <SAL> (?:이상|초과|부터|넘은|넘는|↑)", ANY_AGE,
        f"{OF_THOSE_SERVED}|{WORK_UNTIL}", SERVED_BEFORE, _young_floor),
    age("(?<![가-힣])(?:스물|서른|마흔|쉰|예순|일흔)(?:한|하나|두|둘|세|셋|네|넷|다섯|여섯|일곱|여덟|아홉)?(?:이|을|가|를)? "
        f"{OVER}{ABOUT_THEM} <NO>", ANY_AGE),
    age(f"(?:만 )?(?P<n><N>) <SAL> (?:가|를|을)? {OVER}{ABOUT_THEM} <NO>", ANY_AGE, "", SERVED_BEFORE, _adult),
    age("(?<![\\d,.])(?:만 )?(?:[2-7]0|[이삼사오육칠]십) 대 (?:가|를|을)? (?:는|은|분|이신 분|인 분|초반|중반|후반|" + OVER
        + f")(?! (?:의 )?<SERVED>){ABOUT_THEM} <NO>", ANY_AGE, "", MACHINES),
    age(
        "(?:지원|모집|채용|응시|희망|선호)? (?:나이|연령대?) (?:제한|조건|요건|기준|상한)? [:은는]? (?:만 )?"
        "(?P<low><N>) (?:세|대|살)? (?:초반|중반|후반)?(?: <TO> (?:만 )?(?P<high><N>) (?:세|대|살)?)?"
        " (?:초반|중반|후반)? (?P<ending>이하|미만|이내|까지|이상|부터)?",
        ANY_AGE, f"{OF_THOSE_SERVED}|{WORK_UNTIL}", f"평균 |{SERVED_BEFORE}", _labelled,
    ),
    age("(?:나이|연령) 제한 (?:이|은)? (?:있(?!나)|함|합니다|有|둡니다)", ANY_AGE),
    age("(?:나이|연령) 상한", ANY_AGE, " (?:이|은)? ?없"),
    age("평균 (?:연령|나이)[^\\n\\d]{0,4}(?P<n><N>) (?:세|대|살)?(?: (?:초반|중반|후반))?",
        "", "[^\\n.]{0,8}<BUYERS>", "<SERVED>[^\\n.]{0,4}", _average),
)  # fmt: skip

DECADES = (
    age(f"{DECADE}(?:{PART_OF_DECADE})?(?={MEANT})", ANY_AGE,
        "[^\\n.,!?]{0,8}<BUYERS>", MACHINES, _decade),
    age(f"{DECADE}{PART_OF_DECADE}", ANY_AGE, "[^\\n.,!?]{0,8}<BUYERS>", MACHINES, _decade),
    age(f"{DECADE}(?:{PART_OF_DECADE})? {CAPPED}", ANY_AGE,
        f"[^\\n.,!?]{{0,8}}<BUYERS>|{WORK_UNTIL}", MACHINES, lambda found: _ages(found)[1] < EVERYBODY
        or found[0].endswith(("이하", "미만"))),
    age("(?<![\\d:.,])(?:2030|3040|1020|2040)(?![\\d:년]) (?:세대|대)?(?=" + MEANT + ")", ANY_AGE,
        "[^\\n.,!?]{0,8}<BUYERS>"),
    age("(?:mz|엠지|z|젠지|밀레니얼) (?:세대)?(?= (?:의|인|이신|만|중심의?)? "
        "(?:<WANTED>|인재|직원|사원|지원자|분|팀원|구성원|조직|동료))", "",
        "[^\\n.,!?]{0,8}<BUYERS>", "[a-z]"),
)  # fmt: skip

BIRTH = (
    age(
        "(?:(?:(?:19|20)\\d\\d|\\d\\d) 년? 생? <TO> )?(?<!\\d)(?P<year>(?:19|20)\\d\\d|\\d\\d) 년(?:대|도)? "
        "(?:\\d+ 월)? (?:\\d+ 일)? (?:이후|이전|부터)? (?:에|의)? "
        "(?:출생|태어나?(?:난|신)?|생(?=[\\s~,.()/이까부만우환도은는을를의인여남\\d-]|$))"
        "(?:자|하신|한)? (?:이후|이전|까지|부터|이내)?",
        ANY_AGE, " (?:나무|묘목|인삼|홍삼|소나무)|" + OF_THOSE_SERVED, "", _born_as_adult,
    ),
    age("출생 (?:연도|년도|년) [:은는이가]? (?:19|20)?\\d\\d 년? (?:이후|이전|~|부터)?", ANY_AGE),
    age("(?:쥐|소|호랑이|범|토끼|용|뱀|말|양|원숭이|닭|개|돼지)띠 (?:이후|이전|부터|까지|인 분|<WANTED>|<NO>)", ANY_AGE),
    age("20\\d\\d 년 (?:\\d+ 월 )?(?:이후|부터) 졸업(?: ?(?:예정)?자)?|졸업(?:한 지| 후|한지) \\d 년 "
        "(?:이내|미만|이하)(?: ?인? ?자)?", "학력·졸업 시기 무관"),
)  # fmt: skip

YOUNG = (
    age("젊은 피", "새로운 인재"),
    age("젊은 ?이(?P<many>들)?(?=(?:만|를|을|가)?[^\\n.,]{0,5}<WANTED>|[^\\n.,!?]{0,14}(?:함께|같이|일하|일할|일해|지원|모[시십]"
        "|기다|활약|오세요|오실|연락|사절|사양))", "의욕 있는 분\\g<many>",
        "[^\\n.,!?]{0,9}<BUYERS>|[^\\n.,!?]{0,12}(?:거리|축제|공연|광장|골목|시장|문화|많이 ?찾|자주 ?찾|즐겨 ?찾|창업|센터)"),
    age("젊은 ?(?:층|사람들?|분들?)", "의욕 있는 분", "[^\\n.,!?]{0,8}<BUYERS>|(?:에게|의|이|을)? (?:인기|사랑|취향)"),
    age("젊고 ", "", "[^\\n.,!?]{0,10}<BUYERS>"),
    age("젊(?:은(?!이|층|사람|분)|으신|으며|었)", "의욕 있는",
        "[^\\n.,!?]{0,9}<BUYERS>|[^\\n.,!?]{0,4}거리|"
        " (?:세대|감각|도시|이들)[^\\n.]{0,5}(?:위한|겨냥|대상|매장|인테리어|공간|거리|카페거리)|"
        " (?:세대|어르신|노인|이용자)(?:와|과|가|의)"),
    age("(?:나이|연령)(?:가|이|도)? (?:어린|적은|어릴|젊)", ""),
    age("어린 (?:분|친구|직원|사원|사람)(?:들)?(?=(?:을|이|만)? <WANTED>)", "의욕 있는 분"),
    age("(?:사회 초년생|새내기)(?= <WANTED>)", "신입"),
    age("청년(?:층|들)?(?:을|만을)? (?=(?:<WANTED>|직원|사원|인재))", "",
        "[^\\n.]{0,12}(?:<AID>|박람회|플랫폼|양성|교육|기업|목표|센터)", "[·,/및와과] ?"),
    age("막내(?= (?:사원|직원|팀원|급|로 (?:일|들어|함께)|역할|구|모집|자리))", "신입"),
    age("청춘(?:들)?(?= <WANTED>)|팔팔한|새파란|파릇파릇한|영(?:한|하고) (?=분|감각|조직|인재|분위기|직원|팀)|young한", ""),
    age("또래(?: ?끼리|들이| ?직원| ?동료)", "동료"),
    age("(?:중장년|고령자|고령|노인|어르신|시니어|장년|고연령자?|나이 (?:드신|든|많은|많으신) 분|연세 "
        "(?:있으신|많으신|드신|있는) 분)(?:분|층|들|자)?(?:은|는|의|이|께서는)? <NO>", ""),
    age("(?:나이|연령|연세)(?:가|이)? (?:많|드|든|지긋)[^\\n.,]{0,10}<NO>", ""),
)  # fmt: skip

RULES = (*LIMITS, *DECADES, *BIRTH, *YOUNG)
