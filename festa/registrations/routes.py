"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("registrations", __name__, url_prefix="/register")
