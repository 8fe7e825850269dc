"""The accounts of the demo season; the sign-in page offers them where SHOW_DEMO_SIGN_INS is on."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

PASSWORD = "festa-2026-demo"  # noqa: S105  # made up, and only ever in a demo database


class DemoSignIn(NamedTuple):
    """One side of Festa to look at."""

    side: Any
    email: str


DEMO_SIGN_INS = (
    DemoSignIn(_l("운영사무국"), "organiser@example.com"),
    DemoSignIn(_l("현장 스태프"), "staff@example.com"),
    DemoSignIn(_l("기업 채용담당"), "recruiter@example.com"),
)
