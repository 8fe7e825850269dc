"""A posting's texts cut at the words that were found, ready to be shown with marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.employers.lint import Finding
from festa.employers.lint_explained import LAWS, NAMES, reason
from festa.employers.models import Job
from festa.employers.words import pay
from festa.formats import won

FIELDS: dict[str, Any] = {
    "pay": _l("급여"),
    "title": _l("공고 제목"),
    "duty": _l("직무"),
    "workplace": _l("근무지"),
    "hours": _l("근무 시간"),
    "preferred": _l("우대 사항"),
    "about": _l("하는 일과 근무 조건"),
}


@dataclass(frozen=True)
class Note:
    """One finding as it is told: `offer` is the sentence of the button, None without one."""

    number: int
    words: str
    name: str
    why: str
    law: str
    offer: str | None


@dataclass(frozen=True)
class Marked:
    """One field with its findings; `parts` are pieces of text and whether they are marked."""

    label: str
    parts: Sequence[tuple[str, bool]]
    notes: Sequence[Note]


def marked(job: Job, findings: Sequence[Finding], year: int) -> list[Marked]:
    """The fields in which something was found, in the order of the form."""
    groups = []
    for field, label in FIELDS.items():
        own = [(number, one) for number, one in enumerate(findings) if one.field == field]
        if own:
            text = pay(job) if field == "pay" else getattr(job, field)
            parts = [(text, True)] if field == "pay" else cut(text, [one for _number, one in own])
            notes = [_note(number, one, year) for number, one in own]
            groups.append(Marked(str(label), parts, notes))
    return groups


def cut(text: str, findings: Sequence[Finding]) -> list[tuple[str, bool]]:
    """The text in pieces, those that were found marked."""
    parts, at = [], 0
    for one in findings:
        parts += [(text[at : one.start], False), (text[one.start : one.end], True)]
        at = one.end
    parts.append((text[at:], False))
    return [part for part in parts if part[0]]


def _note(number: int, finding: Finding, year: int) -> Note:
    return Note(
        number=number,
        words=finding.words,
        name=str(NAMES[finding.ground]),
        why=reason(finding, year),
        law=str(LAWS[finding.ground]),
        offer=_offer(finding),
    )


def _offer(finding: Finding) -> str | None:
    if finding.field == "pay":
        return _("%(won)s으로 바꾸기", won=won(finding.least)) if finding.least else None
    if finding.instead is None:
        return None
    if not finding.instead.strip():
        return _("이 말 지우기")
    return _("‘%(words)s’ 쓰기", words=finding.instead.strip())
