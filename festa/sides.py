"""The four sides of Festa: where each person is at home, and what their navigation shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from festa.formats import in_language
from festa.permissions import Permission, Role, may

HOMES: dict[Role, str] = {
    Role.ORGANISER: "fairs_console.season",
    Role.STAFF: "gates.home",
    Role.RECRUITER: "employer_side.home",
    Role.SEEKER: "seekers.my_page",
}


@dataclass(frozen=True)
class NavItem:
    """One entry of a navigation: the blueprint decides which one is current."""

    label: Any
    endpoint: str
    permission: Permission | None
    icon: str = ""


CONSOLE: Sequence[NavItem] = (
    NavItem(_l("시즌"), "fairs_console.season", Permission.RUN_SEASON),
    NavItem(_l("오늘 현장"), "reports_console.live", Permission.RUN_SEASON),
    NavItem(_l("기업"), "employers_console.index", Permission.MANAGE_EMPLOYERS),
    NavItem(_l("참가자"), "registrations_console.index", Permission.MANAGE_REGISTRATIONS),
    NavItem(_l("명찰"), "badges_console.index", Permission.ISSUE_BADGES),
    NavItem(_l("면접"), "interviews_console.index", Permission.MANAGE_REGISTRATIONS),
    NavItem(_l("결과 챙기기"), "chase_console.index", Permission.MANAGE_REGISTRATIONS),
    NavItem(_l("메시지"), "messages_console.index", Permission.RUN_SEASON),
    NavItem(_l("성과·보고"), "reports_console.index", Permission.RUN_SEASON),
    NavItem(_l("계정"), "accounts_console.index", Permission.MANAGE_ACCOUNTS),
    NavItem(_l("기록"), "audit_console.index", Permission.READ_AUDIT),
)
STAFF: Sequence[NavItem] = (
    NavItem(_l("입장 확인"), "gates.home", Permission.SCAN_BADGES),
    NavItem(_l("안내 데스크"), "desk.home", Permission.WORK_AT_DESK),
)
EMPLOYER: Sequence[NavItem] = (NavItem(_l("우리 기업"), "employer_side.home", Permission.RECRUIT),)
SEEKER: Sequence[NavItem] = (
    NavItem(_l("박람회"), "site.home", None),
    NavItem(_l("일자리"), "employers.jobs", None),
    NavItem(_l("내 페이지"), "seekers.my_page", None),
)
NAVS: dict[Role, Sequence[NavItem]] = {
    Role.ORGANISER: CONSOLE,
    Role.STAFF: STAFF,
    Role.RECRUITER: EMPLOYER,
    Role.SEEKER: SEEKER,
}


def home_address() -> str:
    """Where the signed-in person is at home; the tour for everybody else."""
    return url_for(HOMES[current_user.role] if current_user.is_authenticated else "site.home")


def navigation() -> list[dict[str, Any]]:
    """The entries that the reader may follow."""
    items = NAVS[current_user.role] if current_user.is_authenticated else SEEKER
    here = request.endpoint or ""
    return [
        {
            "label": item.label,
            "href": url_for(item.endpoint),
            "current": _is_current(item.endpoint, here, [other.endpoint for other in items]),
            "icon": item.icon,
        }
        for item in items
        if item.permission is None or may(current_user, item.permission)
    ]


def _is_current(endpoint: str, here: str, all_endpoints: list[str]) -> bool:
    if endpoint == here:
        return True
    blueprint = endpoint.partition(".")[0]
    return here not in all_endpoints and here.partition(".")[0] == blueprint


def init_app(app: Flask) -> None:
    """Give navigation and language to every template."""
    app.jinja_env.globals["get_locale"] = get_locale
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["Permission"] = Permission
    context: Callable[[], dict[str, Any]] = lambda: {  # noqa: E731
        "nav": navigation(),
        "home_href": home_address(),
        "next_href": home_address(),
        "brand_css_url": url_for("fairs.brand_css"),
        "site_name": in_language(app.config["SITE_NAME"], app.config["SITE_NAME_EN"]),
    }
    app.context_processor(context)
