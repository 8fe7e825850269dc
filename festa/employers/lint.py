"""The lint: wordings that the law forbids in postings, questions and notes, each with its place.

Pure: text in, findings out. The words are in `lint_words`, the amounts in `minimum_wage`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from festa.employers.lint_pay import PayFinding, judge_pay
from festa.employers.lint_words import age, asked, background, body, family, gender, noted, terms
from festa.employers.lint_words.grounds import Ground, Reading, Rule
from festa.employers.minimum_wage import minimum_of
from festa.employers.models import EmploymentType, PayUnit
from festa.employers.working_hours import Hours, read_hours
from festa.text import UNSEEN

RULES: tuple[Rule, ...] = (
    *age.RULES, *gender.RULES, *body.RULES, *background.RULES, *family.RULES, *terms.RULES,
    *asked.RULES, *noted.RULES,
)  # fmt: skip
# 여 성 우 대 and 여.성.우.대 are 여성우대.
SPELT_OUT = re.compile(r"(?<![가-힣])[가-힣](?:[ .·\-_*/][가-힣]){2,}(?![가-힣])")


@dataclass(frozen=True)
class Finding:
    """A wording that cannot stay: on which ground, where in the text, and what to say instead.

    `instead` replaces `words` at `start`; empty, the words go. None: nothing can be offered.
    """

    ground: Ground
    start: int
    end: int
    words: str
    instead: str | None
    field: str = ""
    least: int | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same finding after a change elsewhere in the text."""
        return self.field, self.ground.value, self.words


@dataclass(frozen=True)
class Posting:
    """What a posting says, as far as the lint reads it."""

    title: str
    duty: str = ""
    employment_type: EmploymentType | None = None
    workplace: str = ""
    pay_amount: int | None = None
    pay_unit: PayUnit = PayUnit.MONTH
    hours: str = ""
    preferred: str = ""
    about: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """The fields with running text, in the order in which they are read."""
        names = ("title", "duty", "workplace", "hours", "preferred", "about")
        return {name: getattr(self, name) for name in names}


def lint_posting(posting: Posting, year: int) -> list[Finding]:
    """Everything in a posting that cannot stay, field by field; wages by the year's minimum."""
    whole = "\n".join(posting.texts.values())
    hours = read_hours(posting.hours)
    hours = hours if hours.known else read_hours(whole)
    found = [
        replace(finding, field=name)
        for name, text in posting.texts.items()
        for finding in lint(text, Reading.POSTING, year, hours)
    ]
    return _stated_pay(posting, hours, year) + found


def lint(
    text: str,
    reading: Reading = Reading.POSTING,
    year: int | None = None,
    hours: Hours | None = None,
) -> list[Finding]:
    """Everything in one text that cannot stay, from front to back; wages where a year is given."""
    plain, places = _normal(text)
    found = [
        _finding(rule, match, text, places)
        for rule in RULES
        if reading in rule.readings
        for match in rule.found_in(plain)
    ]
    if year is not None and reading is Reading.POSTING:
        known = hours or read_hours(plain)
        found += [_from_pay(one, text, places) for one in judge_pay(plain, minimum_of(year), known)]
    return _apart(found)


def take(text: str, finding: Finding) -> str:
    """The text with what is offered in the place of the finding, and tidy around it."""
    head, tail = text[: finding.start], text[finding.end :]
    return tidy(head + (finding.instead or "") + tail)


def tidy(text: str) -> str:
    """Without what a removed word leaves: two spaces, empty brackets, commas without a word."""
    text = re.sub(r"[(\[]\s*[,·/]?\s*[)\]]", "", text)
    text = re.sub(r"(?:[^\S\n]*[,·/]){2,}", ",", text)
    text = re.sub(r"(^|\n|[:：(])[^\S\n]*[,·/]+[^\S\n]*", r"\1", text)
    text = re.sub(r"[^\S\n]*[,·/]+[^\S\n]*(?=\n|$|[.)])", "", text)
    text = re.sub(r"[^\S\n]{2,}", " ", text)
    text = re.sub(r"[^\S\n]+(?=[,.])", "", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _stated_pay(posting: Posting, hours: Hours, year: int) -> list[Finding]:
    """What the amount of the posting's own field comes to."""
    if posting.pay_amount is None:
        return []
    whole = "\n".join(posting.texts.values())
    minimum = minimum_of(year)
    part_time = posting.employment_type is EmploymentType.PART_TIME
    judged = judge_pay(
        whole, minimum, hours, stated=(posting.pay_unit, posting.pay_amount), part_time=part_time
    )
    return [
        Finding(one.ground, 0, 0, one.words, None, "pay", one.least) for one in judged if one.stated
    ]


def _finding(rule: Rule, match: re.Match[str], text: str, places: list[int]) -> Finding:
    start, end = _trim(match.string, match.start(), match.end())
    first, last = places[start], places[end - 1] + 1
    return Finding(rule.ground, first, last, text[first:last], match.expand(rule.instead))


def _from_pay(one: PayFinding, text: str, places: list[int]) -> Finding:
    first, last = places[one.start], places[one.end - 1] + 1
    return Finding(one.ground, first, last, text[first:last], one.instead, least=one.least)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    while start < end - 1 and text[start].isspace():
        start += 1
    return start, end


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """The findings from front to back; of those that overlap, the longest."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.start - finding.end, finding.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda finding: finding.start)


def _normal(text: str) -> tuple[str, list[int]]:
    """The text in one shape, and for each of its signs the place in what was typed."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if UNSEEN.match(sign) or (sign == " " and signs[-2:] == [" ", " "]):
            continue
        for one in unicodedata.normalize("NFKC", sign).lower():
            signs.append(one)
            places.append(place)
    plain = "".join(signs)
    gone = {
        at
        for spelt in SPELT_OUT.finditer(plain)
        for at in range(spelt.start(), spelt.end())
        if not "가" <= plain[at] <= "힣"
    }
    if not gone:
        return plain, places
    kept = [at for at in range(len(plain)) if at not in gone]
    return "".join(plain[at] for at in kept), [places[at] for at in kept]
