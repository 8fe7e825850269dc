"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("gates", __name__, url_prefix="/gate")
