"""Lists of seekers that organisers send: which columns, which people, which rows are refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

from festa.seekers import identity
from festa.seekers.identity import IdentityProblem
from festa.sheets.columns import Column
from festa.sheets.problems import CELLS_EXPLAINED
from festa.sheets.reading import read_sheet
from festa.sheets.rows import Listing, RefusedRow, Row, left_out, refused, short, sort_rows
from festa.sheets.source import Source
from festa.text import Explanation, clean

COLUMNS = (
    Column(
        "name",
        ("성명", "이름", "성함", "신청자명", "신청자 성명", "신청자", "참가자명", "참가자 성명",
         "참가자", "구직자명", "구직자 성명", "구직자", "교육생명", "교육생", "수료생", "한글성명",
         "한글이름", "name", "full name"),
        required=True,
    ),
    Column(
        "mobile",
        ("휴대전화번호", "휴대전화", "휴대폰번호", "휴대폰", "핸드폰번호", "핸드폰", "핸폰",
         "연락처(휴대전화)", "연락처(휴대폰)", "연락처(핸드폰)", "HP", "H.P", "HP번호", "연락처",
         "휴대번호", "연락처1", "전화번호", "전화", "mobile", "mobile phone", "cell phone", "phone",
         "phone number"),
        required=True,
    ),
    Column(
        "birth_year",
        ("출생년도", "출생연도", "출생년", "생년", "태어난 해", "생년월일", "생일", "출생",
         "출생일", "년생", "birth year", "year of birth", "date of birth", "birthday", "birth",
         "DOB"),
    ),
    Column(
        "region",
        ("거주지", "거주지역", "사는 곳", "지역", "거주 시군구", "거주지(시군구)", "거주지 주소",
         "시군구", "주소", "주소지", "region", "city", "address"),
    ),
    Column(
        "wished_work",
        ("희망직종", "희망직무", "희망 업무", "희망분야", "희망 일자리", "희망하는 일", "희망업종",
         "관심직종", "관심직무", "관심분야", "직종", "직무", "wished work", "desired job"),
    ),
    Column(
        "courses",
        ("수료과정", "수료과정명", "교육과정", "교육과정명", "과정명", "과정", "수강과정",
         "훈련과정", "이수과정", "수료교육", "course", "courses"),
    ),
    Column(
        "email",
        ("이메일", "이메일주소", "전자우편", "전자우편주소", "메일", "메일주소", "E-mail",
         "email address"),
    ),
)  # fmt: skip

LONGEST_REGION, LONGEST_ITEM, MOST_ITEMS = 60, 60, 20
BETWEEN_ITEMS = re.compile(r"[,;/\n、，；／]+")

FILLED_LATER = ("birth_year", "region", "wished_work", "courses", "email")

EXPLAINED: dict[StrEnum, Explanation] = {**identity.EXPLAINED, **CELLS_EXPLAINED}


@dataclass(frozen=True)
class SeekerRow:
    """A person on a list; `left_out` names the optional fields whose content was no use."""

    number: int
    name: str
    mobile: str
    birth_year: int | None = None
    region: str = ""
    wished_work: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    email: str | None = None
    left_out: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes two rows the same person."""
        return identity.person_key(self.name, self.mobile)


class SeekerFile(Listing[SeekerRow]):
    """What a list of seekers came to."""

    @property
    def people(self) -> list[SeekerRow]:
        """The people, each once."""
        return self.taken


def read_seekers(
    source: Source, today: date, progress: Callable[[int], None] | None = None
) -> SeekerFile:
    """Read a list of seekers; `progress` hears how many rows are parsed. Raises SheetRefused."""
    listing = SeekerFile()
    sheet = read_sheet(source, COLUMNS)
    parse = partial(parse_seeker, today=today)
    sort_rows(sheet, listing, parse, FILLED_LATER, FILLED_LATER, progress)
    return listing


def parse_seeker(row: Row, today: date) -> SeekerRow | RefusedRow:
    """One row as a person, or why it is none. A year that cannot be refuses; an odd e-mail not."""
    name = identity.parse_name(row.get("name"))
    mobile = identity.parse_mobile(row.get("mobile"))
    birth_year = identity.parse_birth_year(row.get("birth_year"), today)
    read = {"name": name, "mobile": mobile, "birth_year": birth_year}
    problems = {place: value for place, value in read.items() if isinstance(value, IdentityProblem)}
    if problems or isinstance(birth_year, IdentityProblem):
        return refused(row, problems)
    email = identity.parse_email(row.get("email"))
    person = SeekerRow(
        number=row.number,
        name=name,
        mobile=mobile,
        birth_year=birth_year,
        region=short(row, "region", LONGEST_REGION),
        wished_work=items(row.get("wished_work")),
        courses=items(row.get("courses")),
        email=None if isinstance(email, IdentityProblem) else email,
    )
    return replace(person, left_out=left_out(row, person, FILLED_LATER))


def items(typed: str) -> tuple[str, ...]:
    """A cell that lists several things, each once; 요양·돌봄 is one thing."""
    parts = (clean(part) for part in BETWEEN_ITEMS.split(typed))
    each = dict.fromkeys(part for part in parts if 0 < len(part) <= LONGEST_ITEM)
    return tuple(each)[:MOST_ITEMS]
