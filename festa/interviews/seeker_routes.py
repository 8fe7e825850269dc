"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("seeker_interviews", __name__, url_prefix="/my/interviews")
