"""Lists of employers that organisers send: which columns, which companies, what is refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from festa.employers import business_number, participation
from festa.employers.business_number import NumberProblem, parse_business_number
from festa.employers.company_name import company_key, show_company
from festa.employers.contact import parse_contact_phone
from festa.employers.participation import Mode, ModeProblem, parse_mode
from festa.seekers.identity import IdentityProblem, parse_email
from festa.sheets.columns import Column
from festa.sheets.problems import CELLS_EXPLAINED
from festa.sheets.reading import read_sheet
from festa.sheets.rows import Listing, RefusedRow, Row, left_out, refused, short, sort_rows
from festa.sheets.source import Source
from festa.text import Explanation, plain

COLUMNS = (
    Column(
        "name",
        ("기업명", "회사명", "업체명", "상호", "상호명", "사업장명", "법인명", "기관명", "기업",
         "회사", "업체", "참가기업", "참가기업명", "company", "company name", "employer"),
        required=True,
    ),
    Column(
        "business_number",
        ("사업자등록번호", "사업자번호", "사업자 등록 번호", "사업자", "사업자등록", "등록번호",
         "business number", "business registration number", "BRN"),
        required=True,
    ),
    Column(
        "mode",
        ("참가형태", "참여형태", "참가방식", "참여방식", "참가유형", "참여유형", "참가구분",
         "참여구분", "참여방법", "참가방법", "면접방식", "구분", "mode", "participation"),
        required=True,
    ),
    Column(
        "chief",
        ("대표자", "대표자명", "대표", "대표이사", "대표명", "CEO", "representative"),
    ),
    Column("industry", ("업종", "산업", "산업분야", "업태", "분야", "industry")),
    Column(
        "contact_name",
        ("담당자", "담당자명", "담당자 성명", "담당자 이름", "채용담당자", "채용 담당자명",
         "인사담당자", "contact", "contact name", "recruiter"),
    ),
    Column(
        "contact_phone",
        ("담당자 휴대전화", "담당자 휴대폰", "담당자 핸드폰", "담당자 HP", "담당자 연락처",
         "담당자 전화", "담당자 전화번호", "휴대전화", "휴대전화번호", "휴대폰", "휴대폰번호",
         "핸드폰", "연락처", "전화번호", "대표전화", "전화", "phone", "mobile", "contact phone"),
    ),
    Column(
        "contact_email",
        ("담당자 이메일", "담당자 이메일주소", "담당자 메일", "담당자 e-mail", "이메일",
         "이메일주소", "메일", "메일주소", "전자우편", "e-mail", "email address", "contact email"),
    ),
    Column(
        "tables",
        ("면접테이블", "면접 테이블 수", "테이블", "테이블 수", "면접부스", "면접부스 수",
         "부스 수", "tables"),
    ),
)  # fmt: skip

LONGEST_COMPANY, LONGEST_NAME, LONGEST_INDUSTRY = 100, 60, 60
MOST_TABLES = 20
COUNT = re.compile(r"([0-9]{1,3})(?:\.0+)?(?:개|석|대|명)?")
FILLED_LATER = ("chief", "industry", "contact_name", "contact_phone", "contact_email")
COMPARED = ("company", "mode", *FILLED_LATER)


class CompanyProblem(StrEnum):
    """What keeps a company's name from being taken."""

    COMPANY_MISSING = "company_missing"
    COMPANY_LONG = "company_long"


EXPLAINED: dict[StrEnum, Explanation] = {
    CompanyProblem.COMPANY_MISSING: Explanation(
        _l("기업 이름이 비어 있어요."), _l("사업자등록증의 상호를 적어 주세요.")
    ),
    CompanyProblem.COMPANY_LONG: Explanation(
        _l("기업 이름이 너무 길어요."), _l("100자 안으로 적어 주세요.")
    ),
    **business_number.EXPLAINED,
    **participation.EXPLAINED,
    **CELLS_EXPLAINED,
}


@dataclass(frozen=True)
class EmployerRow:
    """A company on a list; `tables` is 0 for one that does not sit in the hall, else at least 1."""

    number: int
    name: str
    business_number: str
    mode: Mode
    chief: str = ""
    industry: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    tables: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes two rows the same company: its number, whatever it is called."""
        return self.business_number

    @property
    def company(self) -> str:
        """The name without its legal form, for comparing."""
        return company_key(self.name)


class EmployerFile(Listing[EmployerRow]):
    """What a list of employers came to."""

    @property
    def employers(self) -> list[EmployerRow]:
        """The companies, each once."""
        return self.taken


def read_employers(source: Source, progress: Callable[[int], None] | None = None) -> EmployerFile:
    """Read a list of employers; `progress` hears how many rows are parsed. Raises SheetRefused."""
    listing = EmployerFile()
    sheet = read_sheet(source, COLUMNS)
    sort_rows(sheet, listing, parse_employer, FILLED_LATER, COMPARED, progress)
    return listing


def parse_employer(row: Row) -> EmployerRow | RefusedRow:
    """One row as a company, or why it is none; a contact that cannot be read refuses nobody."""
    name = parse_company(row.get("name"))
    number = parse_business_number(row.get("business_number"))
    mode = parse_mode(row.get("mode"))
    problems: dict[str, StrEnum] = {}
    if isinstance(name, CompanyProblem):
        problems["name"] = name
    if isinstance(number, NumberProblem):
        problems["business_number"] = number
    if isinstance(mode, ModeProblem):
        problems["mode"] = mode
    if problems or isinstance(mode, ModeProblem):
        return refused(row, problems)
    email = parse_email(row.get("contact_email"))
    employer = EmployerRow(
        number=row.number,
        name=name,
        business_number=number,
        mode=mode,
        chief=short(row, "chief", LONGEST_NAME),
        industry=short(row, "industry", LONGEST_INDUSTRY),
        contact_name=short(row, "contact_name", LONGEST_NAME),
        contact_phone=parse_contact_phone(row.get("contact_phone")),
        contact_email="" if isinstance(email, IdentityProblem) else email,
        tables=parse_tables(row.get("tables"), mode),
    )
    return replace(employer, left_out=left_out(row, employer, FILLED_LATER))


def parse_company(typed: str) -> str | CompanyProblem:
    """The company's name in one shape."""
    name = show_company(typed)
    if not any(sign.isalnum() for sign in name):
        return CompanyProblem.COMPANY_MISSING
    return CompanyProblem.COMPANY_LONG if len(name) > LONGEST_COMPANY else name


def parse_tables(typed: str, mode: Mode) -> int:
    """Interview tables wanted: 1 to 20 for an employer in the hall, none for the others."""
    if mode is not Mode.ONSITE:
        return 0
    found = COUNT.fullmatch(plain(typed))
    return min(max(int(found[1]), 1), MOST_TABLES) if found else 1
