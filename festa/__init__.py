"""Festa: the job-fair tour, run well."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from festa import cli, errors, extensions, formats, models, security, sides
from festa.accounts import console as accounts_console
from festa.accounts import routes as accounts
from festa.audit import console as audit_console
from festa.audit import looks
from festa.badges import console as badges_console
from festa.badges import routes as badges
from festa.consents import routes as consents
from festa.employers import console as employers_console
from festa.employers import routes as employers
from festa.employers import side as employer_side
from festa.fairs import console as fairs_console
from festa.fairs import routes as fairs
from festa.gates import routes as gates
from festa.interviews import console as interviews_console
from festa.interviews import routes as interviews
from festa.interviews import seeker_routes as seeker_interviews
from festa.messages import console as messages_console
from festa.messages import service as messages
from festa.registrations import console as registrations_console
from festa.registrations import desk
from festa.registrations import routes as registrations
from festa.reports import console as reports_console
from festa.seekers import routes as seekers
from festa.site import routes as site

TABLES = models.__all__
PAGES = (
    site,
    fairs,
    registrations,
    seekers,
    seeker_interviews,
    consents,
    badges,
    accounts,
    employers,
    employer_side,
    interviews,
    gates,
    desk,
    fairs_console,
    employers_console,
    registrations_console,
    badges_console,
    interviews_console,
    messages_console,
    reports_console,
    accounts_console,
    audit_console,
)


def create_app(way: type[config.Config] | None = None, **overrides: object) -> Flask:
    """The application, in the way of running that FESTA_ENV names unless one is given."""
    way = way or config.chosen()
    way.check()
    app = Flask(__name__, root_path=str(config.ROOT), instance_path=str(config.VAR))
    app.config.from_object(way)
    app.config.update(overrides)
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app,
        x_for=app.config["TRUSTED_PROXIES"],
        x_proto=app.config["TRUSTED_PROXIES"],
        x_host=app.config["TRUSTED_PROXIES"],
    )
    extensions.init_app(app)
    security.init_app(app)
    formats.init_app(app)
    sides.init_app(app)
    errors.init_app(app)
    looks.init_app(app)
    messages.init_app(app)
    for page in PAGES:
        app.register_blueprint(page.bp)
    cli.init_app(app)
    return app
