"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("site", __name__, url_prefix="/")
