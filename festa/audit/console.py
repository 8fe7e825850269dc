"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("audit_console", __name__, url_prefix="/console/audit")
