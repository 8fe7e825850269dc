"""Numbers that Festa never keeps: resident, foreigner, passport and licence numbers.

개인정보 보호법 §24의2 forbids collecting 주민등록번호 without a statutory ground; 채용절차법 and
house rule add the others. They are recognised so that they can be dropped at the door.
"""

import re
import unicodedata

from festa.text import SPACES, UNSEEN, bare

HEADERS = (
    "주민등록",
    "주민번호",
    "주민",
    "생년월일뒷자리",
    "외국인등록",
    "외국인번호",
    "국내거소",
    "거소신고",
    "여권",
    "운전면허",
    "면허번호",
    "면허증",
    "residentregistration",
    "residentno",
    "residentnumber",
    "residentid",
    "rrn",
    "alienregistration",
    "foreignerregistration",
    "passport",
    "driverlicen",
    "driverslicen",
    "drivinglicen",
)

SHORTEST = 11
DATE = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# +82 010 1234 5678 written in one piece is a telephone, whatever else it looks like.
IN_TEXT = re.compile(
    r"(?<!\d)(?!(?<=\+)8201[016789])\d{6}\D{0,3}[1-8]\d{6}(?!\d)"
    r"|(?<!\d)\d{2}\D\d{2}\D\d{2}\D{0,3}[1-8]\d{6}(?!\d)"
)
# A spreadsheet that took the number for a number lost the zeros of people born since 2000.
ZEROS_LOST = re.compile(rf"{DATE}[3478]\d{{6}}")


def is_forbidden_header(header: str) -> bool:
    """Whether a column of this name must not be read at all."""
    name = bare(header)
    return any(word in name for word in HEADERS)


def has_forbidden_number(text: str) -> bool:
    """Whether the text holds something in the shape of a resident registration number."""
    if len(text) < SHORTEST:
        return False
    if not text.isascii():
        text = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    if IN_TEXT.search(text):
        return True
    digits = SPACES.sub("", text).removesuffix(".0")
    if digits.isdecimal() and 11 <= len(digits) <= 12 and digits[0] != "0":
        return ZEROS_LOST.fullmatch(digits.zfill(13)) is not None
    return False
