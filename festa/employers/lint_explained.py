"""Why a wording cannot stay and which law says so, in the words that employers read."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.employers.lint import Finding
from festa.employers.lint_words.grounds import Ground
from festa.employers.minimum_wage import minimum_of
from festa.formats import won

NAMES: dict[Ground, Any] = {
    Ground.AGE: _l("나이"),
    Ground.GENDER: _l("성별"),
    Ground.LOOKS: _l("외모·신체"),
    Ground.ORIGIN: _l("출신지역"),
    Ground.SCHOOL: _l("출신학교"),
    Ground.NATIONALITY: _l("국적"),
    Ground.MARRIAGE: _l("혼인·임신"),
    Ground.FAMILY: _l("가족"),
    Ground.PROPERTY: _l("재산"),
    Ground.BELIEF: _l("종교"),
    Ground.HEALTH: _l("장애·병력"),
    Ground.WAGE: _l("최저임금"),
    Ground.UNPAID: _l("무급 근로"),
    Ground.TERMS: _l("근로조건"),
    Ground.HOURS: _l("근무 시간"),
}

LAWS: dict[Ground, Any] = {
    Ground.AGE: _l("고령자고용법 제4조의4"),
    Ground.GENDER: _l("남녀고용평등법 제7조"),
    Ground.LOOKS: _l("채용절차법 제4조의3, 남녀고용평등법 제7조"),
    Ground.ORIGIN: _l("채용절차법 제4조의3"),
    Ground.SCHOOL: _l("고용정책 기본법 제7조"),
    Ground.NATIONALITY: _l("근로기준법 제6조, 국가인권위원회법 제2조"),
    Ground.MARRIAGE: _l("채용절차법 제4조의3, 남녀고용평등법 제7조"),
    Ground.FAMILY: _l("채용절차법 제4조의3"),
    Ground.PROPERTY: _l("채용절차법 제4조의3"),
    Ground.BELIEF: _l("고용정책 기본법 제7조, 근로기준법 제6조"),
    Ground.HEALTH: _l("장애인차별금지법 제10조, 고용정책 기본법 제7조"),
    Ground.WAGE: _l("최저임금법 제6조, 직업안정법"),
    Ground.UNPAID: _l("근로기준법 제43조, 최저임금법 제6조"),
    Ground.TERMS: _l("근로기준법, 퇴직급여법"),
    Ground.HOURS: _l("최저임금법 제6조"),
}

REASONS: dict[Ground, Any] = {
    Ground.AGE: _l("나이를 조건으로 걸거나 나이를 짐작하게 하는 말은 쓸 수 없어요."),
    Ground.GENDER: _l("한쪽 성별만 뽑거나 성별을 짐작하게 하는 말은 쓸 수 없어요."),
    Ground.LOOKS: _l("용모·키·체중은 일에 필요하지 않다면 조건으로 걸거나 물을 수 없어요."),
    Ground.ORIGIN: _l("출신지역은 조건으로 걸거나 물을 수 없어요."),
    Ground.SCHOOL: _l("출신학교로 지원자를 나눌 수 없어요. 일에 필요한 자격을 적어 주세요."),
    Ground.NATIONALITY: _l(
        "국적이나 출신 국가로 지원을 막을 수 없어요. 취업할 수 있는 체류자격인지만 확인할 수 있어요."
    ),
    Ground.MARRIAGE: _l("혼인이나 임신·출산 계획은 조건으로 걸거나 물을 수 없어요."),
    Ground.FAMILY: _l("가족의 직업·학력이나 자녀가 있는지는 조건으로 걸거나 물을 수 없어요."),
    Ground.PROPERTY: _l("재산이나 빚은 조건으로 걸거나 물을 수 없어요."),
    Ground.BELIEF: _l("종교나 신앙은 조건으로 걸거나 물을 수 없어요."),
    Ground.HEALTH: _l("장애나 병력을 이유로 지원을 막을 수 없어요. 필요한 편의를 물어 주세요."),
    Ground.WAGE: _l("최저임금보다 적은 급여로는 공고를 낼 수 없어요."),
    Ground.UNPAID: _l("교육이나 수습도 일한 시간이라 급여를 주어야 해요."),
    Ground.TERMS: _l("법이 정한 근로조건보다 낮거나 위약금을 정한 말은 효력이 없어요."),
    Ground.HOURS: _l(
        "전일제 최저임금보다 적은 급여예요. 근무 시간을 ‘주 20시간’처럼 적어 주시면 맞는지 확인할 수 있어요."
    ),
}


def reason(finding: Finding, year: int) -> str:
    """Why this finding cannot stay; for a wage with the amount, and the year it was set for."""
    said = str(REASONS[finding.ground])
    if finding.ground is not Ground.WAGE:
        return said
    minimum = minimum_of(year)
    hourly = _(
        "%(year)s년 최저임금은 시간당 %(won)s이에요.",
        year=minimum.announced,
        won=won(minimum.hourly),
    )
    said = f"{said} {hourly}"
    if minimum.is_newest_known:
        yet = _("%(year)s년 금액이 고시되면 그때부터 새 금액으로 확인해요.", year=minimum.asked)
        said = f"{said} {yet}"
    if finding.least is not None:
        need = _("적은 근무 시간이라면 %(won)s부터예요.", won=won(finding.least))
        said = f"{said} {need}"
    return said
