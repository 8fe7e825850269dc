"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("fairs", __name__, url_prefix="/fairs")
