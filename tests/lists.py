"""Lists as organisers send them, made by code: the people in them are Faker's, never real."""

import csv
import io
import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from faker import Faker
from openpyxl import Workbook

HEADER = (
    "성명", "휴대전화번호", "출생년도", "거주지", "희망직종", "수료과정", "이메일", "주민등록번호",
)  # fmt: skip
TITLE = "2026 하나 JOB 매칭 페스타 참가 신청자 명단"

ZERO_WIDTH_SPACE, EN_DASH = "\u200b", "\u2013"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def resident_number(chance: random.Random, hyphen: str = "-") -> str:
    """Made-up digits in the shape of a resident registration number."""
    birth = f"{chance.randint(57, 85)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    return f"{birth}{hyphen}{chance.randint(1, 4)}{chance.randint(0, 999_999):06}"


def workbook(
    rows: Iterable[Sequence[Any]], above: Sequence[Sequence[Any]] = (), sheet: str = "신청자"
) -> bytes:
    """An .xlsx with one sheet: what stands above the header, then the rows, header included."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in (*above, *rows):
        page.append(list(row))
    if above:
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADER))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text_file(
    rows: Iterable[Sequence[Any]],
    encoding: str = "utf-8",
    delimiter: str = ",",
    errors: str = "strict",
) -> bytes:
    """A CSV of the rows; `errors="replace"` loses what the encoding lacks, as old programs do."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding, errors)


def mobile_dresses(number: int) -> list[Any]:
    """010 and these eight digits in every dress that lists have shown so far."""
    digits = f"{number:08}"
    four, last = digits[:4], digits[4:]
    return [
        f"010-{four}-{last}",
        f"010{digits}",
        f"010 {four} {last}",
        f"010.{four}.{last}",
        f"(010) {four}-{last}",
        f" 010-{four}-{last} ",
        f"010{EN_DASH}{four}{EN_DASH}{last}",
        f"010?{four}?{last}",
        f"010-{four}-{last}{ZERO_WIDTH_SPACE}",
        f"010{digits}".translate(FULL_WIDTH),
        f"+8210{digits}",
        f"+82 10-{four}-{last}",
        f"+82 010-{four}-{last}",
        f"0082-10-{four}-{last}",
        f"82-10-{four}-{last}",
        f"'010-{four}-{last}",
        f"010ㅡ{four}ㅡ{last}",
        f"10{digits}",
        int(f"10{digits}"),
    ]


def name_dresses(name: str) -> list[str]:
    """A Hangul name as lists have shown it."""
    return [
        name,
        f" {name}",
        f"{name} ",
        f"{name}{ZERO_WIDTH_SPACE}",
        unicodedata.normalize("NFD", name),
        f"{name[0]} {name[1:]}",
        "\u3000".join(name),
        f"\ufeff{name}",
    ]


def year_dresses(year: int) -> list[Any]:
    """A year of birth as lists have shown it."""
    return [
        str(year),
        year,
        f"{year}년",
        f"{year}년생",
        f"{year % 100:02}년생",
        f"{year}.3.1",
        f"{year}-03-01",
        f"{year}년 3월 1일",
        str(year).translate(FULL_WIDTH),
    ]


def people_rows(faker: Faker, chance: random.Random, count: int) -> list[list[Any]]:
    """So many people, each in a dress of their own, each with a forbidden number at the end."""
    rows: list[list[Any]] = []
    for number in range(count):
        dress: Callable[[list[Any]], Any] = chance.choice
        rows.append(
            [
                dress(name_dresses(faker.unique.name())),
                dress(mobile_dresses(30_000_000 + number * 7)),
                dress(year_dresses(chance.randint(1957, 1985))),
                "광주광역시 서구",
                "요양·돌봄",
                "AI 데이터 라벨러",
                faker.email(domain="example.org"),
                resident_number(chance),
            ]
        )
    return rows
