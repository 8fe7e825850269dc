"""Made-up faces to print."""

import random
from typing import Any

from festa.badges.code import make_code, make_short_code
from festa.badges.face import BadgeFace, RoleKind, Stop, StopState

STOPS = (
    Stop("광주", StopState.DONE),
    Stop("대전", StopState.TODAY),
    Stop("부산", StopState.COMING),
    Stop("서울", StopState.COMING),
)
ROLES = {
    RoleKind.SEEKER: "구직자",
    RoleKind.RECRUITER: "기업",
    RoleKind.STAFF: "운영",
    RoleKind.GUEST: "연사",
}


def a_face(kind: RoleKind = RoleKind.SEEKER, **changes: Any) -> BadgeFace:
    """A face as the service would make it, with what a test cares about changed."""
    given: dict[str, Any] = {
        "role": ROLES[kind],
        "name": "김민수",
        "line1": "데이터 라벨링 · 교육",
        "line2": "AI 데이터 라벨러 과정 수료",
        "fair_title": "대전 JOB 매칭 페스타",
        "date_text": "2026. 11. 23.(월)",
        "code": make_code(7),
        "short_code": make_short_code(),
        "code_label": "명찰 번호",
        "stops": STOPS,
        "current": 1,
    }
    return BadgeFace(kind=kind, **(given | changes))


def many_faces(count: int) -> list[BadgeFace]:
    """Faces of all roles, with codes and Korean names of their own."""
    chance = random.Random(20261123)
    syllables = "김이박최정강조윤장임민수지호영희철순서준하은우진현미경"
    kinds = list(RoleKind)
    return [
        a_face(kinds[index % len(kinds)], name="".join(chance.choices(syllables, k=3)))
        for index in range(count)
    ]
