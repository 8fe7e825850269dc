"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("seekers", __name__, url_prefix="/my")
