"""Placeholder blueprint; its pages follow."""

from flask import Blueprint

bp = Blueprint("messages_console", __name__, url_prefix="/console/messages")
