"""How likeness and reasons of merging are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.merging.likeness import Likeness
from festa.seekers.merge_models import MergeReason

LIKENESS_PILLS: dict[Likeness, tuple[Any, str]] = {
    Likeness.NUMBER_SLIP: (_l("이름 같음 · 번호 비슷함"), "wait"),
    Likeness.SAME_END: (_l("이름과 번호 뒷자리 같음"), "wait"),
    Likeness.NAME_SLIP: (_l("번호 같음 · 이름 비슷함"), "wait"),
    Likeness.SAME_YEAR: (_l("이름과 태어난 해 같음"), "plain"),
    Likeness.SAME_NUMBER: (_l("번호와 태어난 해 같음"), "plain"),
}

REASONS: dict[MergeReason, Any] = {
    MergeReason.SAID_SO: _l("본인이 두 번 신청했다고 했어요"),
    MergeReason.SHOWN_ID: _l("신분증으로 확인했어요"),
    MergeReason.LISTED_TWICE: _l("명단과 온라인에 두 번 있었어요"),
    MergeReason.TYPED_WRONG: _l("이름이나 번호를 잘못 적었어요"),
    MergeReason.OTHER: _l("그 밖의 이유"),
}
