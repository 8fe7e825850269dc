"""Festa: the job-fair tour, run well."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    import config

# The modules with pages, each with its blueprint `bp`.
PAGES = (
    "site.routes",
    "fairs.routes",
    "registrations.routes",
    "registrations.resuming",
    "registrations.side",
    "seekers.routes",
    "interviews.seeker_routes",
    "interviews.times_routes",
    "interviews.recommended_routes",
    "interviews.pool_routes",
    "resumes.seeker_routes",
    "resumes.routes",
    "consents.routes",
    "certificates.routes",
    "follow_ups.side",
    "follow_ups.routes",
    "follow_ups.desk",
    "follow_ups.console",
    "surveys.routes",
    "surveys.desk",
    "surveys.console",
    "badges.routes",
    "accounts.routes",
    "employers.routes",
    "employers.side",
    "onboarding.routes",
    "onboarding.joining",
    "employers.wording_side",
    "onboarding.team_side",
    "onboarding.forward_side",
    "employers.question_side",
    "employers.token_routes",
    "interviews.routes",
    "resumes.side",
    "queues.table_console",
    "queues.boards",
    "queues.my_numbers",
    "queues.floor_desk",
    "queues.floor_people",
    "gates.routes",
    "gates.app",
    "registrations.desk",
    "gates.inside_desk",
    "merging.desk",
    "merging.console",
    "seekers.desk",
    "seekers.name_desk",
    "seekers.side",
    "registrations.proxy_desk",
    "interviews.recommend_desk",
    "resumes.desk",
    "fairs.console",
    "employers.console",
    "onboarding.console",
    "employers.wording_console",
    "registrations.console",
    "badges.console",
    "interviews.console",
    "resumes.console",
    "messages.console",
    "reports.console",
    "accounts.console",
    "audit.console",
)


# What the domains say of their messages: whether one is still true, what goes with it.
OCCASIONS = (
    "registrations.occasions",
    "interviews.occasions",
    "onboarding.occasions",
    "resumes.occasions",
    "queues.occasions",
    "surveys.invitations",
    "follow_ups.reminders",
    "follow_ups.asking",
)
# Who follows when interviews change (see interviews.following): each has its `follower`.
FOLLOWERS = ("resumes.followers", "queues.followers")


# Addresses that are met before Flask, and by what.
SHORT_WAYS = {
    "/api/v1/scans": ("gates.short_way", "answer_scans"),
    "/api/v1/bookings": ("interviews.short_way", "answer_wish"),
}


def create_app(way: type[config.Config] | None = None, **overrides: object) -> Flask:
    """The application, in the way of running that FESTA_ENV names unless one is given.

    Its modules are imported here: a command that needs no application starts ten times faster.
    """
    from werkzeug.middleware.proxy_fix import ProxyFix

    import config
    from festa import errors, extensions, formats, openapi, security, sides, static_files
    from festa.audit import looks
    from festa.interviews import following
    from festa.messages import service as messages
    from festa.programs import FestaApp
    from festa.short_way import ShortWay

    way = way or config.chosen()
    way.check()
    app = FestaApp(__name__, root_path=str(config.ROOT), instance_path=str(config.VAR))
    app.config.from_object(way)
    app.config.update(overrides)
    ways = {
        path: getattr(import_module(f"festa.{module}"), name)
        for path, (module, name) in SHORT_WAYS.items()
    }
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        ShortWay(app, app.wsgi_app, ways),
        x_for=app.config["TRUSTED_PROXIES"],
        x_proto=app.config["TRUSTED_PROXIES"],
        x_host=app.config["TRUSTED_PROXIES"],
    )
    import_module("festa.models")  # every table, before a query can meet half of them
    for occasion in OCCASIONS:
        import_module(f"festa.{occasion}")
    for name in FOLLOWERS:
        following.follow(name, import_module(f"festa.{name}").follower)
    parts = (extensions, security, static_files, formats, sides, errors, looks, messages)
    for part in parts:
        part.init_app(app)
    for page in PAGES:
        app.register_blueprint(import_module(f"festa.{page}").bp)
    openapi.init_app(app)
    return app
