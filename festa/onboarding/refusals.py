"""Why something about an application or a team cannot be done, and what to do next."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.errors import Refused
from festa.onboarding.evidence import Evidence


class ApplyRefusal(StrEnum):
    """Why an application is not taken."""

    WINDOW_CLOSED = "window_closed"
    TOO_MANY_LINKS = "too_many_links"
    ALREADY_APPLIED = "already_applied"
    HAS_OWNER = "has_owner"
    NOT_IN_BUSINESS = "not_in_business"
    NOT_COMPLETE = "not_complete"
    NOT_ANSWERED = "not_answered"
    IN_REVIEW = "in_review"
    TOO_MANY_JOBS = "too_many_jobs"
    TOO_MANY_PAPERS = "too_many_papers"


class ReviewRefusal(StrEnum):
    """Why an organiser cannot decide like this."""

    MOVED_ON = "moved_on"
    NOTHING_ASKED = "nothing_asked"
    REASON_MISSING = "reason_missing"
    NOT_PROVEN = "not_proven"
    OWNER_THERE = "owner_there"


class TeamRefusal(StrEnum):
    """Why an employer's team cannot be changed like this."""

    ACTS_ALREADY = "acts_already"
    OTHER_ROLE = "other_role"
    INVITED_MEANWHILE = "invited_meanwhile"
    LAST_OWNER = "last_owner"
    NOT_IN_TEAM = "not_in_team"
    LINK_UNKNOWN = "link_unknown"
    LINK_USED = "link_used"
    LINK_REVOKED = "link_revoked"
    LINK_EXPIRED = "link_expired"
    OTHER_PERSON = "other_person"
    ACCOUNT_STOPPED = "account_stopped"


A, V, T = ApplyRefusal, ReviewRefusal, TeamRefusal

SENTENCES: dict[StrEnum, Any] = {
    A.WINDOW_CLOSED: _l(
        "지금은 이 박람회의 기업 신청을 받지 않아요. 신청을 받는 다른 박람회를 골라 주세요."
    ),
    A.TOO_MANY_LINKS: _l(
        "이 이메일로 안내를 여러 번 보냈어요. 받은편지함과 스팸함을 확인하고, 없으면 한 시간 뒤에 다시 해 주세요."
    ),
    A.ALREADY_APPLIED: _l(
        "이 사업자등록번호로 이미 접수된 신청이 있어요(%(label)s). 다른 지점이라면 ‘지점 이름’을 다르게 적어 주세요."
    ),
    A.HAS_OWNER: _l(
        "이미 계정이 있는 기업이에요. 책임자 계정으로 로그인하면 한 번에 신청할 수 있어요. 책임자가 바뀌었다면 "
        "운영사무국에 전화해 주세요."
    ),
    A.NOT_IN_BUSINESS: _l(
        "국세청에 휴업·폐업했거나 등록되지 않은 번호로 나와요. 번호를 다시 확인하고, 맞다면 운영사무국에 전화해 주세요."
    ),
    A.NOT_COMPLETE: _l("아직 비어 있는 곳이 있어요. ‘더 적을 것’을 채운 뒤 다시 눌러 주세요."),
    A.NOT_ANSWERED: _l(
        "아직 고치거나 답하지 않은 보완 요청이 있어요. 표시된 곳을 고치거나 답을 적어 주세요."
    ),
    A.IN_REVIEW: _l(
        "신청서를 낸 뒤에는 보완 요청이 있을 때만 고칠 수 있어요. 급하면 운영사무국에 전화해 주세요."
    ),
    A.TOO_MANY_JOBS: _l("일자리는 다섯 개까지 적을 수 있어요. 확정된 뒤에 더 올릴 수 있어요."),
    A.TOO_MANY_PAPERS: _l("서류는 세 개까지 올릴 수 있어요. 하나를 지우고 다시 올려 주세요."),
    V.MOVED_ON: _l("그사이 신청의 상태가 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요."),
    V.NOTHING_ASKED: _l("무엇을 고치면 되는지 한 곳 이상에 적어 주세요."),
    V.REASON_MISSING: _l("기업이 받아들일 수 있게 반려 이유를 적어 주세요."),
    V.NOT_PROVEN: _l("기업 확인이 끝나지 않아 확정할 수 없어요. %(why)s"),
    V.OWNER_THERE: _l("이미 책임자가 있는 기업이에요. 초대는 책임자가 할 수 있어요."),
    T.ACTS_ALREADY: _l("이미 함께 일하는 분이에요. 다른 이메일을 적어 주세요."),
    T.OTHER_ROLE: _l("이 이메일은 다른 역할의 계정이 쓰고 있어요. 다른 이메일을 적어 주세요."),
    T.INVITED_MEANWHILE: _l("그사이 같은 분을 초대했어요. 새로 고친 화면에서 확인해 주세요."),
    T.LAST_OWNER: _l("책임자가 한 명뿐이에요. 다른 분께 책임자를 넘긴 뒤에 할 수 있어요."),
    T.NOT_IN_TEAM: _l("함께 일하고 있는 분에게만 책임자를 넘길 수 있어요."),
    T.LINK_UNKNOWN: _l(
        "초대 링크를 알아볼 수 없어요. 메일에 있는 링크를 끝까지 그대로 열어 주세요."
    ),
    T.LINK_USED: _l("이미 쓴 초대 링크예요. 만든 계정으로 로그인해 주세요."),
    T.LINK_REVOKED: _l("취소된 초대예요. 초대한 분께 새 링크를 부탁해 주세요."),
    T.LINK_EXPIRED: _l("기간이 지난 초대예요. 초대한 분께 새 링크를 부탁해 주세요."),
    T.OTHER_PERSON: _l(
        "초대받은 이메일과 다른 계정으로 로그인되어 있어요. 로그아웃한 뒤 링크를 다시 열어 주세요."
    ),
    T.ACCOUNT_STOPPED: _l("사용이 중지된 계정이에요. 운영사무국에 문의해 주세요."),
}

NOT_PROVEN: dict[Evidence, Any] = {
    Evidence.DOCUMENT_MISSING: _l("사업자등록증을 올려 달라고 보완을 요청해 주세요."),
    Evidence.SUSPENDED: _l("국세청에 휴업 중으로 나와요."),
    Evidence.CLOSED: _l("국세청에 폐업한 번호로 나와요."),
    Evidence.UNREGISTERED: _l("국세청에 등록되지 않은 번호로 나와요."),
}


def refuse(reason: StrEnum, **named: Any) -> Refused:
    """The refusal of this name with its sentence."""
    sentence = SENTENCES[reason]
    return Refused(sentence % named if named else sentence, reason)
