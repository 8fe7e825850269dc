"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("interviews_console", __name__, url_prefix="/console/interviews")
