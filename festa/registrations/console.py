"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("registrations_console", __name__, url_prefix="/console/registrations")
