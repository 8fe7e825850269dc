"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("consents", __name__, url_prefix="/privacy")
