"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("interviews", __name__, url_prefix="/employer")
