"""How an employer takes part in a fair, in the words of organisers' lists."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from festa.text import Explanation, bare


class Mode(StrEnum):
    """Whether an employer sits in the hall or only on the posting board."""

    ONSITE = "onsite"
    POSTING_ONLY = "posting_only"


class ModeProblem(StrEnum):
    """What keeps a way of taking part from being read."""

    MODE_MISSING = "mode_missing"
    MODE_UNKNOWN = "mode_unknown"


EXPLAINED: dict[StrEnum, Explanation] = {
    ModeProblem.MODE_MISSING: Explanation(
        _l("참가 형태가 비어 있어요."), _l("직접참여나 간접참여 중에서 적어 주세요.")
    ),
    ModeProblem.MODE_UNKNOWN: Explanation(
        _l("참가 형태를 알 수 없어요."), _l("직접참여나 간접참여 중에서 적어 주세요.")
    ),
}

WORDS: dict[str, Mode] = {
    bare(word): mode
    for mode, words in {
        Mode.ONSITE: (
            "직접참여", "직접참가", "직접", "현장면접", "현장참여", "현장참가", "현장", "대면면접",
            "부스참여", "부스운영", "부스", "onsite", "on-site", "interview",
        ),
        Mode.POSTING_ONLY: (
            "간접참여", "간접참가", "간접", "채용게시대", "게시대", "게시판", "채용공고",
            "공고게시", "공고만", "posting only", "posting_only", "posting", "board",
        ),
    }.items()
    for word in words
}  # fmt: skip


def parse_mode(typed: str | None) -> Mode | ModeProblem:
    """직접참여, 현장면접 → onsite; 간접참여, 채용게시대 → posting_only."""
    word = bare(typed or "")
    if not word:
        return ModeProblem.MODE_MISSING
    return WORDS.get(word, ModeProblem.MODE_UNKNOWN)
