"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("badges", __name__, url_prefix="/badges")
