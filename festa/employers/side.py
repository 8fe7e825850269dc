"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("employer_side", __name__, url_prefix="/employer")
