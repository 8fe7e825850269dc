"""The words with which applications and teams are shown to people."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.employers.models import RecruiterRole
from festa.onboarding.evidence import Evidence, Match, TaxStatus
from festa.onboarding.parts import Field, Part

PART_WORDS: dict[Part, Any] = {
    Part.COMPANY: _l("기업 정보"),
    Part.TAKING_PART: _l("참가 형태와 담당자"),
    Part.JOBS: _l("뽑을 일자리"),
    Part.PAPERS: _l("사업자등록증"),
}
FIELD_WORDS: dict[Field, Any] = {
    Field.NAME: _l("기업 이름"),
    Field.CHIEF: _l("대표자"),
    Field.FOUNDED_ON: _l("개업일"),
    Field.INDUSTRY: _l("업종"),
    Field.ADDRESS: _l("주소"),
    Field.STAFF_COUNT: _l("직원 수"),
    Field.MODE: _l("참가 형태"),
    Field.TABLES_WANTED: _l("면접 테이블 수"),
    Field.BRANCH: _l("지점 이름"),
    Field.CONTACT_NAME: _l("담당자 이름"),
    Field.CONTACT_PHONE: _l("담당자 전화"),
    Field.JOBS: _l("뽑을 일자리"),
    Field.PAPERS: _l("사업자등록증"),
}
TAX_WORDS: dict[TaxStatus, tuple[Any, str]] = {
    TaxStatus.ACTIVE: (_l("계속사업자"), "ok"),
    TaxStatus.SUSPENDED: (_l("휴업"), "stop"),
    TaxStatus.CLOSED: (_l("폐업"), "stop"),
    TaxStatus.UNREGISTERED: (_l("등록되지 않은 번호"), "stop"),
    TaxStatus.UNKNOWN: (_l("확인 못 함"), "plain"),
}
MATCH_WORDS: dict[Match, tuple[Any, str]] = {
    Match.MATCHED: (_l("대표자·개업일 일치"), "ok"),
    Match.DIFFERENT: (_l("대표자·개업일 다름"), "stop"),
    Match.UNKNOWN: (_l("대표자·개업일 확인 못 함"), "plain"),
}
EVIDENCE_WORDS: dict[Evidence, tuple[Any, str]] = {
    Evidence.PROVEN: (_l("국세청에서 확인했어요"), "ok"),
    Evidence.BY_DOCUMENT: (_l("서류를 보고 확인해 주세요"), "wait"),
    Evidence.KNOWN: (_l("전에 확정했던 기업이에요"), "ok"),
    Evidence.DOCUMENT_MISSING: (_l("서류가 필요해요"), "wait"),
    Evidence.SUSPENDED: (_l("휴업 중이에요"), "stop"),
    Evidence.CLOSED: (_l("폐업한 번호예요"), "stop"),
    Evidence.UNREGISTERED: (_l("등록되지 않은 번호예요"), "stop"),
}
# What the applicant reads of the same: what they need not do is not asked of them.
APPLICANT_EVIDENCE_WORDS = EVIDENCE_WORDS | {
    Evidence.BY_DOCUMENT: (_l("올려 주신 서류로 확인하고 있어요"), "wait"),
}
INVITED_AS: dict[RecruiterRole, Any] = {
    RecruiterRole.OWNER: _l("책임자"),
    RecruiterRole.RECRUITER: _l("채용담당자"),
}
