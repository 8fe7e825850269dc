"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("employers_console", __name__, url_prefix="/console/employers")
