"""How an employer is reached: unlike seekers', these numbers may be landlines."""

import phonenumbers

from festa.seekers.identity import (
    BETWEEN_DIGITS,
    DIALLED,
    IdentityProblem,
    parse_mobile,
    show_mobile,
)
from festa.text import plain

SHORTEST = 8  # digits of 1588-0000; the library takes an area code with three more for a number


def parse_contact_phone(typed: str | None) -> str:
    """A mobile or landline number of Korea in E.164; empty where there is none to read."""
    mobile = parse_mobile(typed)
    if not isinstance(mobile, IdentityProblem):
        return mobile
    dialled = BETWEEN_DIGITS.sub("", plain(typed or ""))
    landline = mobile is IdentityProblem.PHONE_LANDLINE and len(dialled) >= SHORTEST
    if not landline or not DIALLED.fullmatch(dialled):
        return ""
    number = phonenumbers.parse(dialled, "KR")
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_contact_phone(phone: str) -> str:
    """010-1234-5678 or 02-2002-1110, as people in Korea write it."""
    if (shown := show_mobile(phone)) != phone or not phone:
        return shown
    try:
        number = phonenumbers.parse(phone, "KR")
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
