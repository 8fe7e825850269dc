"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("badges_console", __name__, url_prefix="/console/badges")
