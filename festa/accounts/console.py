"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("accounts_console", __name__, url_prefix="/console/accounts")
