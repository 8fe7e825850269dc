"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("reports_console", __name__, url_prefix="/console/reports")
