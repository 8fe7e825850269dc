"""The programs' way in: the API's blueprints, and the document that tells of all of them."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from flask import Flask
from flask_smorest import Api

from festa.extensions import csrf
from festa.permissions import public

# The modules with an API, each with its blueprint `bp` and what the document needs.
APIS: Sequence[str] = ("gates.api", "interviews.api")


class FestaApi(Api):
    """The API, with the refusals of the rest of Festa: programs get them as JSON (see errors)."""

    def _register_error_handlers(self) -> None:
        pass


def init_app(app: Flask) -> None:
    """Register every API. Bearers of tokens have no session, so nobody can act in their name."""
    app.config.update(
        API_TITLE="Festa",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = FestaApi(app)
    document: Any = app.view_functions["api-docs.openapi_json"]
    app.view_functions["api-docs.openapi_json"] = public(lambda: document())
    for name in APIS:
        module = import_module(f"festa.{name}")
        for schema, content in module.SCHEMAS.items():
            api.spec.components.schema(schema, content)
        for scheme, content in module.SECURITY_SCHEMES.items():
            api.spec.components.security_scheme(scheme, content)
        csrf.exempt(module.bp)
        api.register_blueprint(module.bp)
