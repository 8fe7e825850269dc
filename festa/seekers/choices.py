"""What a seeker chooses from: home, wished work, courses. Kept as Korean words, shown in both."""

from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

MOST_WISHES = 3
MOST_YEARS = 60

PROVINCES = (
    _l("서울특별시"),
    _l("부산광역시"),
    _l("대구광역시"),
    _l("인천광역시"),
    _l("광주광역시"),
    _l("대전광역시"),
    _l("울산광역시"),
    _l("세종특별자치시"),
    _l("경기도"),
    _l("강원특별자치도"),
    _l("충청북도"),
    _l("충청남도"),
    _l("전북특별자치도"),
    _l("전라남도"),
    _l("경상북도"),
    _l("경상남도"),
    _l("제주특별자치도"),
)

WORK = (
    _l("사무·행정"),
    _l("고객상담"),
    _l("영업·판매"),
    _l("생산·품질"),
    _l("물류·운송"),
    _l("시설·안전·미화"),
    _l("요양·돌봄"),
    _l("사회복지·상담"),
    _l("교육·강의"),
    _l("조리·서비스"),
    _l("데이터·AI"),
    _l("콘텐츠·마케팅"),
    _l("이커머스"),
)

# The AI courses of the programme.
COURSES = (
    _l("데이터 라벨러"),
    _l("콘텐츠 마케터"),
    _l("리터러시 강사"),
    _l("딥러닝 마스터"),
    _l("데이터관리 PM"),
    _l("이커머스 관리자"),
)


def in_korean(word: Any) -> str:
    """The word as it is kept, whatever language it is read in."""
    with force_locale("ko"):
        return str(word)


def choices(words: tuple[Any, ...]) -> list[tuple[str, Any]]:
    """Pairs for a form: the word as it is kept, and as it is shown."""
    with force_locale("ko"):
        kept = [str(word) for word in words]
    return list(zip(kept, words, strict=True))


def shown(kept: str) -> str:
    """A kept word in the reader's language; what came from a list stays as it was written."""
    for words in (PROVINCES, WORK, COURSES):
        for value, word in choices(words):
            if value == kept:
                return str(word)
    return kept
