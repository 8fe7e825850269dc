"""Everything that is kept about one person, as a PDF that reads from top to bottom (§35 열람)."""

from collections.abc import Mapping
from enum import Enum
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.audit.words import VERBS
from festa.badges.fonts import Weight
from festa.badges.plates import MM
from festa.follow_ups.words import ANSWER_WORDS, OCCASION_WORDS
from festa.interviews.hire_words import SOURCE_WORDS, STANDING_WORDS
from festa.interviews.hire_words import VIA_WORDS as SAID_VIA_WORDS
from festa.interviews.seeker_words import APPLICATION_PILLS, BOOKING_PILLS, RECOMMENDATION_PILLS
from festa.messages.models import Channel
from festa.messages.words import WORDS as MESSAGE_WORDS
from festa.paper.sheet import BOTTOM, LEADING, LEFT, RIGHT, SOFT, TOP, Sheet, count_lines
from festa.queues.words import WORDS as QUEUE_WORDS
from festa.registrations.words import VIA_WORDS
from festa.registrations.words import WORDS as REGISTRATION_WORDS
from festa.resumes.words import KINDS as FILE_KINDS
from festa.resumes.words import SEEKER_PILLS as RESUME_PILLS

CHANNEL_WORDS = {Channel.SMS: _l("문자"), Channel.EMAIL: _l("이메일")}
SECTIONS: dict[str, Any] = {
    "person": _l("나"),
    "registrations": _l("참가 신청"),
    "badges": _l("명찰"),
    "entries": _l("입장"),
    "applications": _l("면접 신청"),
    "resumes": _l("이력서"),
    "answers": _l("기업의 질문과 답"),
    "interviews": _l("면접"),
    "interview_notes": _l("면접관의 메모"),
    "numbers": _l("대기 번호"),
    "outcomes": _l("면접 뒤의 일"),
    "follow_ups": _l("그 뒤 소식 질문"),
    "recommendations": _l("상담사의 추천"),
    "consents": _l("동의"),
    "messages": _l("메시지"),
    "registered_by_others": _l("대신 신청해 드린 기록"),
    "certificates": _l("확인서"),
    "surveys": _l("설문"),
    "merged": _l("합친 신청"),
}
LABELS: dict[str, Any] = {
    "name": _l("이름"),
    "phone": _l("휴대전화"),
    "birth_year": _l("태어난 해"),
    "region": _l("사는 곳"),
    "email": _l("이메일"),
    "wished_work": _l("하고 싶은 일"),
    "experience_years": _l("일한 기간"),
    "courses": _l("마친 교육과정"),
    "support_needs": _l("도움이 필요한 것"),
    "locale": _l("언어"),
    "fair": _l("박람회"),
    "day": _l("날짜"),
    "state": _l("상태"),
    "via": _l("방법"),
    "waiting_number": _l("대기 번호"),
    "short_code": _l("명찰 번호"),
    "version": _l("몇 번째 판"),
    "printed": _l("인쇄한 횟수"),
    "employer": _l("기업"),
    "job": _l("공고"),
    "title": _l("동의문"),
    "channel": _l("방법"),
    "text": _l("내용"),
    "asked_by": _l("부탁한 분"),
    "note": _l("메모"),
    "number": _l("번호"),
    "kind": _l("종류"),
    "why": _l("까닭"),
    "asked": _l("질문"),
    "said": _l("답"),
    "words": _l("하고 싶은 말씀"),
    "stars": _l("별점"),
    "at": _l("들어온 때"),
    "arrived_at": _l("온 때"),
    "called_at": _l("부른 때"),
    "left_at": _l("나간 때"),
    "undone_at": _l("되돌린 때"),
    "starts_at": _l("시작하는 때"),
    "registered_at": _l("신청한 때"),
    "confirmed_at": _l("확정된 때"),
    "ended_at": _l("끝난 때"),
    "issued_at": _l("발급한 때"),
    "applied_at": _l("지원한 때"),
    "decided_at": _l("정한 때"),
    "withdrawn_at": _l("철회한 때"),
    "written_at": _l("쓴 때"),
    "sent_at": _l("보낸 때"),
    "made_at": _l("기록한 때"),
    "answered_at": _l("답한 때"),
    "handed_in_at": _l("낸 때"),
    "collected_at": _l("기업이 받은 때"),
    "kept_until": _l("보관 기한"),
    "sha256": _l("파일 지문"),
    "who": _l("말한 쪽"),
    "on_day": _l("첫 출근일"),
    "said_at": _l("말한 때"),
    "occasion": _l("언제 물음"),
    "asked_at": _l("물은 때"),
    "answer": _l("답"),
}
# By machine and state: what is declined is a consent here and an application there.
VALUES: dict[tuple[type, Any], Any] = {
    (type(state), state): word
    for words in (
        REGISTRATION_WORDS,
        VIA_WORDS,
        MESSAGE_WORDS,
        CHANNEL_WORDS,
        FILE_KINDS,
        QUEUE_WORDS,
        STANDING_WORDS,
        SOURCE_WORDS,
        SAID_VIA_WORDS,
        ANSWER_WORDS,
        OCCASION_WORDS,
    )
    for state, word in words.items()
} | {
    (type(state), state): pill[0]
    for pills in (BOOKING_PILLS, APPLICATION_PILLS, RECOMMENDATION_PILLS, RESUME_PILLS)
    for state, pill in pills.items()
}
SIZE = 11.0
LABEL_ROOM = 44 * MM
GAP = 3.5 * MM
MOST_LINES = 40


def draw_personal_copy(copy: Mapping[str, Any], questions: Mapping[str, Any]) -> bytes:
    """The pages; `festa.badges.fonts.register` comes first. `questions` names the survey's points."""
    out = BytesIO()
    sheet = Sheet(out, _("내 정보"), _("%(number)s쪽", number="{number}"), str(copy["made_at"]))
    page = _Page(sheet, {**LABELS, **questions})
    for name, title in SECTIONS.items():
        records = [copy[name]] if name == "person" else copy[name]
        page.section(str(title), records)
    page.finish()
    sheet.save()
    return out.getvalue()


class _Page:
    """Labels on the left, values on the right, page after page."""

    def __init__(self, sheet: Sheet, labels: Mapping[str, Any]) -> None:
        self.sheet, self.labels = sheet, labels
        self.y = 0.0
        self._turn()

    def section(self, title: str, records: list[Mapping[str, Any]]) -> None:
        """One kind of record, or that there is none."""
        self._room(24 * MM)
        self.y -= 10 * MM
        self.sheet.band(LEFT, self.y, RIGHT - LEFT, 7.5 * MM, title)
        self.y -= 2 * MM
        for record in records:
            self._room(sum(map(bool, map(said, record.values()))) * SIZE * LEADING)
            for name, value in record.items():
                self._line(str(self.labels.get(name, name)), said(value))
            self.y -= GAP
        if not records:
            self._line("", _("없음"))

    def _line(self, label: str, value: str) -> None:
        if not value:
            return
        room = RIGHT - LEFT - LABEL_ROOM
        parts = [part for part in value.splitlines() if part.strip()]
        for place, part in enumerate(parts):
            self._room(count_lines(part, SIZE, room, MOST_LINES) * SIZE * LEADING)
            if place == 0:
                base = self.y - SIZE * LEADING
                self.sheet.write(LEFT, base, label, SIZE, Weight.BOLD, room=LABEL_ROOM - 3 * MM)
            x = LEFT + LABEL_ROOM
            self.y = self.sheet.paragraph(x, self.y, part, SIZE, room, MOST_LINES, least=SIZE)

    def _room(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.sheet.end()
            self._turn()

    def _turn(self) -> None:
        self.sheet.begin(_("내 정보"))
        self.sheet.write(LEFT, TOP - 1 * MM, _("저희가 가진 모든 기록이에요."), 9, colour=SOFT)
        self.y = TOP - 2 * MM

    def finish(self) -> None:
        """End the last page."""
        self.sheet.end()


def said(value: Any) -> str:
    """A value as a person reads it; empty for what was never said."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, list):
        return ", ".join(said(one) for one in value)
    if isinstance(value, Enum):
        return str(VALUES.get((type(value), value)) or VERBS.get(str(value), value))
    return str(value).replace("T", " ").removesuffix("+09:00") if _is_moment(value) else str(value)


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("+09:00")
