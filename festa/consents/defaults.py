"""The texts with which a fair starts: C0 to C7 of the privacy plan, in Korean and English.

Content, not interface: these are stored with the fair, versioned, and edited by its organisers.
They name what the law wants named: who receives the data, which, what for, how long, and what a
refusal costs (개인정보 보호법 §15②, §17②, §22, §23; 정보통신망법 §50). The organisers' privacy
officer signs them off before a fair opens; retention follows the plan of keeping no longer than
needed.
"""

from dataclasses import dataclass

from festa import clock
from festa.consents.models import ConsentText, Purpose
from festa.fairs.models import Fair, HostRole

WITHDRAWAL = (
    " 동의한 뒤에도 내 페이지, 안내 데스크, 대표전화에서 언제든 철회할 수 있으며, "
    "철회해도 그때까지의 참가에는 불이익이 없습니다."
)
WITHDRAWAL_EN = (
    " You may withdraw at any time on your page, at the information desk or by phone; "
    "withdrawing does not affect what you have taken part in so far."
)


@dataclass(frozen=True)
class Wording:
    """One text before its fair is known; `recipient` may name {hosts} or {sponsors}."""

    title: str
    title_en: str
    recipient: str
    recipient_en: str
    items: str
    items_en: str
    use: str
    use_en: str
    retention: str
    retention_en: str
    refusal: str
    refusal_en: str


WORDINGS: dict[Purpose, Wording] = {
    Purpose.NOTICE: Wording(
        title="참가 신청에 꼭 필요한 정보 안내",
        title_en="What we need to register you",
        recipient="{hosts}",
        recipient_en="{hosts}",
        items=(
            "이름, 휴대전화번호, 출생연도, 거주 시·군·구 / 참가하시는 동안 생기는 정보: "
            "신청·입장·면접 예약 기록, 접속 기록"
        ),
        items_en=(
            "Name, mobile number, year of birth, city or district of residence. While you take "
            "part: registration, entry and interview records, access logs"
        ),
        use=(
            "본인 확인, 참가 신청 접수와 명찰 발급, 행사 안내 문자 발송, 입장 확인, 면접 예약과 대기 안내, "
            "문의 응대"
        ),
        use_en=(
            "Confirming who you are, registration and badge, messages about the fair, entry, "
            "interview bookings and queues, answering questions"
        ),
        # Read aloud at the desk after `use`, so each of the two is a whole sentence.
        retention=(
            "박람회 종료 후 6개월 동안 보관하고, 그 뒤에는 파기하거나 누구인지 알 수 없는 통계로만 남깁니다."
        ),
        retention_en=(
            "We keep it for 6 months after the fair, then destroy it or keep only anonymous "
            "statistics."
        ),
        refusal=(
            "신청하신 박람회에 참가하시는 데 꼭 필요한 정보라서 따로 동의를 받지 않고 처리합니다"
            "(개인정보 보호법 제15조제1항제4호). 제공을 원하지 않으시면 참가 신청을 할 수 없습니다. "
            "주민등록번호는 받지 않습니다. 열람·정정·삭제·처리정지를 언제든 요구하실 수 있습니다."
        ),
        refusal_en=(
            "This is needed to carry out the registration you ask for, so it is processed without "
            "separate consent (Personal Information Protection Act, Article 15(1)4). Without it we "
            "cannot register you. We never ask for a resident registration number. You may ask to "
            "see, correct, erase or stop the processing of your data at any time."
        ),
    ),
    Purpose.OPTIONAL_DETAILS: Wording(
        title="선택정보(경력·희망 직종) 수집·이용 동의",
        title_en="Optional details: experience and wished work",
        recipient="{hosts}",
        recipient_en="{hosts}",
        items="희망 직종, 경력 연수, 수료한 교육과정, 이메일",
        items_en="Wished kind of work, years of experience, completed courses, e-mail",
        use="어울리는 채용공고와 면접 추천, 직업상담 준비, 참가자 통계 작성",
        use_en="Suggesting suitable jobs and interviews, preparing career advice, statistics",
        retention="박람회 종료 후 6개월 또는 동의를 철회하실 때까지 중 먼저 오는 때까지",
        retention_en="Until 6 months after the fair, or until you withdraw, whichever comes first",
        refusal=(
            "동의하지 않으셔도 참가 신청과 면접에 아무런 불이익이 없습니다. 다만 맞춤 추천은 받지 못합니다."
            + WITHDRAWAL
        ),
        refusal_en=(
            "You may refuse; registration and interviews are not affected. You will only miss "
            "personal suggestions." + WITHDRAWAL_EN
        ),
    ),
    Purpose.THIRD_PARTY: Wording(
        title="면접 신청 기업에 개인정보 제공 동의",
        title_en="Giving your data to the employer you apply to",
        recipient="면접을 신청하시는 기업 한 곳(신청 화면에 이름을 밝히고, 기업마다 따로 동의를 받습니다)",
        recipient_en=(
            "The one employer you apply to, named on the application screen; each employer is "
            "asked for separately"
        ),
        items=(
            "이름, 휴대전화번호, 지원한 채용공고, 희망 직종, 경력 연수, 수료한 교육과정, 면접 예약 시각, "
            "이력서(내신 경우). "
            "나이와 출생연도는 제공하지 않습니다."
        ),
        items_en=(
            "Name, mobile number, the job applied for, wished work, years of experience, completed "
            "courses, interview time, your résumé if you hand one in. Your age and year of birth are not given."
        ),
        use="서류 검토, 면접 진행과 연락, 채용 여부 결정과 결과 안내",
        use_en="Reviewing the application, holding the interview, deciding and telling the result",
        retention="채용 여부가 정해진 뒤 180일까지. 철회하시면 그 기업에서 바로 볼 수 없게 됩니다.",
        retention_en="Up to 180 days after the decision. Once withdrawn, hidden from the employer.",
        refusal=(
            "동의하지 않으실 수 있습니다. 그 경우 이 기업에는 면접을 신청할 수 없지만, 다른 기업 면접과 "
            "박람회 참가에는 영향이 없습니다. 철회하시면 이 기업과 잡힌 면접도 함께 취소됩니다."
            + WITHDRAWAL
        ),
        refusal_en=(
            "You may refuse. You then cannot apply to this employer; other interviews and the fair "
            "itself are not affected. Withdrawing also cancels your interview with this employer."
            + WITHDRAWAL_EN
        ),
    ),
    Purpose.TALENT_POOL: Wording(
        title="기업 인재풀 보관 동의",
        title_en="Staying in an employer's talent pool",
        recipient="인재풀 보관에 동의하시는 기업 한 곳(동의 화면에 이름을 밝힙니다)",
        recipient_en="The one employer you agree to, named on the consent screen",
        items="이름, 휴대전화번호, 희망 직종, 경력 연수, 수료한 교육과정, 면접 결과",
        items_en="Name, mobile number, wished work, years of experience, courses, interview result",
        use="박람회가 끝난 뒤 새로운 채용이 있을 때 연락",
        use_en="Contacting you about new openings after the fair",
        retention="박람회 종료 후 1년 또는 동의를 철회하실 때까지 중 먼저 오는 때까지",
        retention_en="Until 1 year after the fair, or until you withdraw, whichever comes first",
        refusal=(
            "동의하지 않으셔도 이번 면접과 채용 결정에 아무런 불이익이 없습니다. 다만 다음 채용 때 "
            "먼저 연락받지 못합니다." + WITHDRAWAL
        ),
        refusal_en=(
            "You may refuse; this interview and its result are not affected. The employer will "
            "only not contact you about later openings." + WITHDRAWAL_EN
        ),
    ),
    Purpose.OUTCOME_TRACKING: Wording(
        title="취업 여부 확인과 성과 보고 동의",
        title_en="Following up on your job search and reporting results",
        recipient="{hosts} / 결과를 보고받는 곳: {sponsors}",
        recipient_en="{hosts} / receiving the results: {sponsors}",
        items="이름, 휴대전화번호, 면접 결과, 취업 여부와 날짜, 취업한 기업, 고용 유지 여부",
        items_en="Name, mobile number, interview results, whether, when and where hired, retention",
        use=(
            "박람회 뒤 7일·14일·30일·90일에 취업 여부 확인, 재취업 지원 성과 집계와 결과 보고. "
            "보고에는 누구인지 알 수 없는 숫자만 씁니다."
        ),
        use_en=(
            "Asking about your job 7, 14, 30 and 90 days after the fair; counting and reporting "
            "results. Reports hold only figures that identify nobody."
        ),
        retention="박람회 종료 후 12개월 또는 동의를 철회하실 때까지 중 먼저 오는 때까지",
        retention_en="Until 12 months after the fair, or until you withdraw, whichever comes first",
        refusal=(
            "동의하지 않으셔도 박람회 참가와 면접에 아무런 불이익이 없습니다. 다만 취업 뒤 지원 안내를 "
            "받지 못합니다." + WITHDRAWAL
        ),
        refusal_en=(
            "You may refuse; the fair and your interviews are not affected. You will only miss "
            "support offered after the fair." + WITHDRAWAL_EN
        ),
    ),
    Purpose.MARKETING: Wording(
        title="광고성 정보(교육·상담 프로그램 안내) 수신 동의",
        title_en="News about courses and counselling (advertising)",
        recipient="{sponsors}",
        recipient_en="{sponsors}",
        items="이름, 휴대전화번호",
        items_en="Name, mobile number",
        use=(
            "교육과정, 은퇴설계·금융 상담, 다음 박람회 등을 알리는 문자 발송. "
            "밤 9시부터 아침 8시 사이에는 보내지 않습니다."
        ),
        use_en=(
            "Text messages about courses, retirement and finance counselling and further fairs. "
            "Nothing is sent between 9 p.m. and 8 a.m."
        ),
        retention="박람회 종료 후 12개월 또는 수신을 거부하실 때까지 중 먼저 오는 때까지",
        retention_en="Until 12 months after the fair, or until you opt out, whichever comes first",
        refusal=(
            "동의하지 않으셔도 박람회 참가와 면접에 아무런 불이익이 없으며, 신청하신 박람회의 안내 문자는 "
            "그대로 받으십니다. 받은 문자에서도 무료로 수신을 거부할 수 있습니다." + WITHDRAWAL
        ),
        refusal_en=(
            "You may refuse; the fair and your interviews are not affected, and you still get the "
            "messages about the fair you registered for. Every message lets you opt out free of "
            "charge." + WITHDRAWAL_EN
        ),
    ),
    Purpose.SUPPORT_NEEDS: Wording(
        title="편의지원을 위한 민감정보 처리 동의",
        title_en="Support on the day (sensitive data)",
        recipient="{hosts}",
        recipient_en="{hosts}",
        items="필요한 편의지원 내용(예: 휠체어 동선, 수어 통역, 큰 글씨). 진단명과 장애 등급은 묻지 않습니다.",
        items_en=(
            "The support you need, such as step-free ways, sign language or large print. We do "
            "not ask for a diagnosis or grade of disability."
        ),
        use="행사 당일 이동, 의사소통, 면접에 필요한 편의 제공",
        use_en="Giving you the support you need on the day: moving, talking, interviews",
        retention="박람회 종료 후 30일 또는 동의를 철회하실 때까지 중 먼저 오는 때까지",
        retention_en="Until 30 days after the fair, or until you withdraw, whichever comes first",
        refusal=(
            "건강이나 장애에 관한 정보가 담길 수 있어 따로 동의를 받습니다. 동의하지 않으셔도 참가에 불이익이 "
            "없으며, 당일 안내 데스크에서 말씀하셔도 도와드립니다." + WITHDRAWAL
        ),
        refusal_en=(
            "This may tell something about health or disability, so it is asked separately. You "
            "may refuse and still take part; the information desk helps on the day too."
            + WITHDRAWAL_EN
        ),
    ),
    Purpose.PHOTOGRAPHY: Wording(
        title="사진·영상 촬영과 이용 동의",
        title_en="Photographs and films",
        recipient="{hosts}",
        recipient_en="{hosts}",
        items="행사장에서 찍은 사진과 영상 속 모습",
        items_en="Your appearance in photographs and films taken at the fair",
        use="행사 기록, 보도자료, 누리집과 홍보물 게시",
        use_en="Documentation, press releases, websites and printed matter",
        retention="박람회 종료 후 1년. 철회하시면 게시한 사진을 내리거나 알아볼 수 없게 합니다.",
        retention_en="1 year after the fair. Once withdrawn, pictures are taken down or blurred.",
        refusal=(
            "동의하지 않으셔도 박람회 참가와 면접에 아무런 불이익이 없습니다. 가까이에서 찍히지 않도록 "
            "안내하고, 찍혔다면 쓰지 않습니다." + WITHDRAWAL
        ),
        refusal_en=(
            "You may refuse; the fair and your interviews are not affected. We will not use close "
            "pictures of you." + WITHDRAWAL_EN
        ),
    ),
}


def default_texts(fair: Fair) -> list[ConsentText]:
    """One new text for each purpose, naming this fair's hosts and sponsors; not yet stored.

    The fair must have its number (be flushed). Give each to consents.service.publish_text.
    """
    names = {"hosts": named_hosts(fair), "sponsors": named_sponsors(fair)}
    return [_text(fair, purpose, wording, names) for purpose, wording in WORDINGS.items()]


def named_hosts(fair: Fair) -> str:
    """Who is answerable for the data: hosts and co-hosts, else the tour by its name."""
    hosts = [host.name for host in fair.hosts if host.role in (HostRole.HOST, HostRole.COHOST)]
    return ", ".join(hosts) or fair.tour.name


def named_sponsors(fair: Fair) -> str:
    """The sponsors that results go to, else the hosts themselves."""
    sponsors = [host.name for host in fair.hosts if host.role is HostRole.SPONSOR]
    return ", ".join(sponsors) or named_hosts(fair)


def _text(fair: Fair, purpose: Purpose, wording: Wording, names: dict[str, str]) -> ConsentText:
    return ConsentText(
        fair_id=fair.id,
        purpose=purpose,
        version=1,
        title=wording.title,
        title_en=wording.title_en,
        recipient=wording.recipient.format(**names),
        recipient_en=wording.recipient_en.format(**names),
        items=wording.items,
        items_en=wording.items_en,
        use=wording.use,
        use_en=wording.use_en,
        retention=wording.retention,
        retention_en=wording.retention_en,
        refusal=wording.refusal,
        refusal_en=wording.refusal_en,
        published_at=clock.now(),
    )
