"""The employer's interview floor: its pages, gathered under one blueprint."""

from festa.interviews import (
    applicant_routes,
    booking_routes,
    leave_routes,
    note_routes,
    table_routes,
)
from festa.interviews.employer_pages import bp

__all__ = [
    "applicant_routes",
    "booking_routes",
    "bp",
    "leave_routes",
    "note_routes",
    "table_routes",
]
