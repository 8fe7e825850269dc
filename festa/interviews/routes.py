"""The employer's interview floor: its pages, gathered under one blueprint."""

from festa.interviews import applicant_routes, booking_routes, table_routes
from festa.interviews.employer_pages import bp

__all__ = ["applicant_routes", "booking_routes", "bp", "table_routes"]
