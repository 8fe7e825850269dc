"""Who somebody is: name, mobile number and year of birth as people write them.

Each parser takes what was typed and gives the value or a named problem; none of them raises.
The same person is the same name and the same mobile number: couples share phones.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from festa.text import Explanation, clean, folded, plain

LONGEST_NAME = 60
YOUNGEST, OLDEST = 15, 100


class IdentityProblem(StrEnum):
    """What keeps a name, number, year or address from being read."""

    NAME_MISSING = "name_missing"
    NAME_LONG = "name_long"
    NAME_ODD = "name_odd"
    PHONE_MISSING = "phone_missing"
    PHONE_SHORT = "phone_short"
    PHONE_LONG = "phone_long"
    PHONE_LANDLINE = "phone_landline"
    PHONE_UNREADABLE = "phone_unreadable"
    YEAR_ABSURD = "year_absurd"
    EMAIL_MISSING = "email_missing"
    EMAIL_ODD = "email_odd"


P = IdentityProblem

EXPLAINED: dict[StrEnum, Explanation] = {
    P.NAME_MISSING: Explanation(_l("이름이 비어 있어요."), _l("이름을 적어 주세요.")),
    P.NAME_LONG: Explanation(_l("이름이 너무 길어요."), _l("60자 안으로 적어 주세요.")),
    P.NAME_ODD: Explanation(
        _l("이름에 숫자나 기호, 깨진 글자가 있어요."), _l("이름만 글자로 적어 주세요.")
    ),
    P.PHONE_MISSING: Explanation(
        _l("휴대전화 번호가 비어 있어요."), _l("010으로 시작하는 번호를 적어 주세요.")
    ),
    P.PHONE_SHORT: Explanation(
        _l("휴대전화 번호의 숫자가 모자라요."), _l("010-1234-5678처럼 열한 자리를 적어 주세요.")
    ),
    P.PHONE_LONG: Explanation(
        _l("휴대전화 번호의 숫자가 너무 많아요."), _l("010-1234-5678처럼 번호 하나만 적어 주세요.")
    ),
    P.PHONE_LANDLINE: Explanation(
        _l("휴대전화 번호가 아니에요."), _l("문자를 받을 수 있는 010 번호를 적어 주세요.")
    ),
    P.PHONE_UNREADABLE: Explanation(
        _l("휴대전화 번호를 읽을 수 없어요."), _l("010-1234-5678처럼 국내 번호 하나만 적어 주세요.")
    ),
    P.YEAR_ABSURD: Explanation(
        _l("태어난 해를 알 수 없거나, 만 15세에서 100세 사이가 아니에요."),
        _l("1971처럼 네 자리로 적어 주세요."),
    ),
    P.EMAIL_MISSING: Explanation(_l("이메일이 비어 있어요."), _l("이메일 주소를 적어 주세요.")),
    P.EMAIL_ODD: Explanation(
        _l("이메일 주소를 읽을 수 없어요."), _l("name@example.com처럼 적어 주세요.")
    ),
}

ERASED = "erased-"  # and the number of the row, in place of a phone
HANGUL_OR_HANJA = re.compile(
    "[ \uac00-\ud7a3\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\ud7b0-\ud7ff"
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
IN_NAMES = frozenset(" -'.,·")
# Full-width letters and the quotes and dashes that office programs put in by themselves.
ORDINARY = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    ord(dressed): mark
    for mark, dressed_as in (("'", "‘’ʼ´`"), ("-", "‐‑‒–—"))
    for dressed in dressed_as
}

MOBILE = re.compile(r"(?:\+?82|0082)?0?(10[0-9]{8}|1[16-9][0-9]{7,8})")
DIALLED = re.compile(r"\+?[0-9]+")
# What stands between digits. `?` is the dash that CP949 could not write; ᅳ is the letter ㅡ.
BETWEEN_DIGITS = re.compile("[\\-‐‑‒–—―−~.·∙•・,/?'\ufffd_()\\[\\]\u1173ー一|]")

UNPARSED = {
    phonenumbers.NumberParseException.TOO_LONG: P.PHONE_LONG,
    phonenumbers.NumberParseException.INVALID_COUNTRY_CODE: P.PHONE_UNREADABLE,
}

YEAR = r"'?([0-9]{4}|[0-9]{2})"
YEARS = (
    re.compile(YEAR + r"(?:년도?생?|생)?(?:\.0+)?"),
    re.compile(YEAR + r"[-./?,‐–—](0?[1-9]|1[0-2])(?:[-./?,‐–—](0?[1-9]|[12][0-9]|3[01]))?[.생]*"),
    re.compile(YEAR + r"년(0?[1-9]|1[0-2])월(?:(0?[1-9]|[12][0-9]|3[01])일)?생?"),
    re.compile(r"([0-9]{2}|[0-9]{4})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?:\.0+)?"),
    re.compile(r"([0-9]{4})(0[1-9]|1[0-2])"),
)
HOUR_AT_THE_END = re.compile(r"[T\s][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*$")

CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def parse_name(typed: str | None) -> str | IdentityProblem:
    """The name in one shape: NFC, no spaces inside Hangul or hanja, single ones elsewhere."""
    name = clean(clean(typed or "").translate(ORDINARY))
    east_asian = is_east_asian(name)
    if east_asian:
        name = name.replace(" ", "")
    if not name:
        return P.NAME_MISSING
    if len(name) > LONGEST_NAME:
        return P.NAME_LONG
    return name if east_asian or _only_letters(name) else P.NAME_ODD


def _only_letters(name: str) -> bool:
    """Whether letters, and the marks that names are written with, are all there is."""
    kinds = {unicodedata.category(sign)[0] for sign in name if sign not in IN_NAMES}
    return "L" in kinds and kinds <= {"L", "M"}


def parse_mobile(typed: str | int | None) -> str | IdentityProblem:
    """The mobile number in E.164: 010 and eight digits, or 011, 016 to 019 and seven or eight."""
    dialled = BETWEEN_DIGITS.sub("", plain(str(typed if typed is not None else "")))
    if mobile := MOBILE.fullmatch(dialled):
        return f"+82{mobile[1]}"
    return _why_no_mobile(dialled)


def _why_no_mobile(dialled: str) -> IdentityProblem:
    """What is wrong with digits that are no mobile number."""
    if not dialled:
        return P.PHONE_MISSING
    if not DIALLED.fullmatch(dialled):
        return P.PHONE_UNREADABLE
    try:
        number = phonenumbers.parse(dialled, "KR")
    except phonenumbers.NumberParseException as error:
        return UNPARSED.get(error.error_type, P.PHONE_SHORT)
    if number.country_code != 82:
        return P.PHONE_UNREADABLE
    national = str(number.national_number)
    if national.startswith("10"):
        return P.PHONE_SHORT if len(national) < 10 else P.PHONE_LONG
    if phonenumbers.is_valid_number(number) or 9 <= len(national) <= 11:
        return P.PHONE_LANDLINE
    return P.PHONE_SHORT if len(national) < 9 else P.PHONE_LONG


def parse_birth_year(
    typed: str | int | float | date | None, today: date
) -> int | IdentityProblem | None:
    """The year of birth, None where nothing was typed; ages 15 to 100 in the year of `today`."""
    if isinstance(typed, date):
        return _of_living_age(str(typed.year), today)
    day = HOUR_AT_THE_END.sub("", clean("" if typed is None else str(typed)))
    written = plain(day)
    if not written:
        return None
    for dress in YEARS:
        if found := dress.fullmatch(written):
            return _of_living_age(found[1], today)
    return P.YEAR_ABSURD


def _of_living_age(year: str, today: date) -> int | IdentityProblem:
    """The year in four digits whose age can be; two digits belong to the century that fits."""
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    living = [year for year in years if YOUNGEST <= today.year - year <= OLDEST]
    return living[0] if living else P.YEAR_ABSURD


def parse_email(typed: str | None) -> str | IdentityProblem:
    """The e-mail address in one shape; whether it exists is not asked."""
    address = plain(typed or "")
    if not address:
        return P.EMAIL_MISSING
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return P.EMAIL_ODD


def person_key(name: str, mobile: str) -> tuple[str, str]:
    """What makes two rows the same person; both parts as the parsers give them."""
    return name, mobile


def show_mobile(mobile: str) -> str:
    """010-1234-5678 for a number in E.164; anything else as it is."""
    found = MOBILE.fullmatch(mobile)
    if found is None:
        return mobile
    digits = f"0{found[1]}"
    return f"{digits[:3]}-{digits[3:-4]}-{digits[-4:]}"


def mask_mobile(mobile: str) -> str:
    """010-****-5678: enough to recognise, not enough to call."""
    shown = show_mobile(mobile)
    if shown.count("-") != 2:
        return "*" * max(len(shown) - 4, 0) + shown[-4:]
    start, middle, end = shown.split("-")
    return f"{start}-{'*' * len(middle)}-{end}"


def last_four(mobile: str) -> str:
    """What staff ask at the door; nothing of somebody who was erased."""
    return "" if is_erased(mobile) else mobile[-4:]


def is_erased(mobile: str) -> bool:
    """Whether this stands where the number of an erased person was."""
    return mobile.startswith(ERASED)


def mask_name(name: str) -> str:
    """홍*동, 홍*, 남**희; of a name in several words the first letter of each: J*** S***."""
    first, *others = name.split() or [""]
    if others or (len(first) > 2 and first.isascii()):
        masked = (word[0] + _stars(word) if word[1:] else "*" for word in others)
        return " ".join((first[0] + _stars(first), *masked))
    if len(first) <= 2:
        return first[:1] + "*" * len(first[:1])
    return first[0] + "*" * (len(first) - 2) + first[-1]


def _stars(word: str) -> str:
    """Stars for the letters after the first, at most three."""
    return "*" * min(len(word) - 1, 3)


def initial_consonants(name: str) -> str:
    """ㄱㅁㅅ for 김민수: what people type who search by initials; other letters stay, folded."""
    return "".join(_initial(sign) for sign in name.casefold() if not sign.isspace())


def _initial(sign: str) -> str:
    """The first consonant of a Hangul syllable, or the sign itself."""
    place = ord(sign) - 0xAC00
    return CONSONANTS[place // 588] if 0 <= place < 11172 else sign


def is_east_asian(typed: str) -> bool:
    """Whether it is all Hangul or hanja, which have neither cases nor accents."""
    return HANGUL_OR_HANJA.fullmatch(typed) is not None


def has_initials(typed: str) -> bool:
    """Whether a consonant stands alone in it: ㄱㅁㅅ, 김ㅁㅅ."""
    return any(sign in CONSONANTS for sign in typed)


def only_by_sound(typed: str) -> bool:
    """Whether a name has to be compared sign by sign: the database knows no accents or initials."""
    return has_initials(typed) or not is_east_asian(clean(typed))


def sounds_like(typed: str, name: str) -> bool:
    """Whether the name holds what was typed, in which a consonant alone stands for a syllable.

    Accents, case and spaces make no difference: nguyen thi is found in Nguyễn Thị Lan.
    """
    name, typed = folded(name), folded(typed)
    return any(
        all(_stands_for(sign, name[start + place]) for place, sign in enumerate(typed))
        for start in range(len(name) - len(typed) + 1)
    )


def _stands_for(typed: str, sign: str) -> bool:
    return typed == (_initial(sign) if typed in CONSONANTS else sign)
