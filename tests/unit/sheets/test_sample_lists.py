"""The sample lists, counted against what was planted in them.

They are no part of this repository: FESTA_SAMPLE_SHEETS names their folder, else it is looked
for beside the clone. Lists of the same kind, made by code, are in test_seeker_sheet.py.
"""

import json
import os
import re
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from festa.employers.employer_sheet import read_employers
from festa.registrations.seeker_sheet import COLUMNS, EXPLAINED, read_seekers
from festa.sheets.writing import write_refused

BESIDE_THE_CLONE = Path(__file__).parents[4] / "shared" / "data" / "sheets"
FOLDER = Path(os.environ.get("FESTA_SAMPLE_SHEETS", BESIDE_THE_CLONE))
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.skipif(
    not (FOLDER / "expected.json").is_file(),
    reason=f"NOT TESTED: the sample lists are not in {FOLDER}; set FESTA_SAMPLE_SHEETS",
)


def expected(name: str) -> dict[str, Any]:
    """What was planted in one file."""
    answer: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))[name]
    return answer


@pytest.mark.parametrize(
    ("file", "name"), [("seekers.xlsx", "seekers_xlsx"), ("seekers-cp949.csv", "seekers_csv")]
)
def test_sample_list_of_seekers_comes_to_what_was_planted(file: str, name: str) -> None:
    planted = expected(name)
    listing = read_seekers(FOLDER / file, TODAY)
    assert listing.counts("people") == {
        "people": planted["people"],
        "duplicates": planted["duplicate_rows"],
        "blank": planted["blank_rows"],
        "refused": planted["refused_rows"],
    }
    assert sum(listing.counts("people").values()) == planted["rows"]
    reasons = Counter(reason.value for row in listing.refused for reason in row.reasons)
    assert reasons == planted["refused"]
    assert not any(person.left_out for person in listing.people)
    assert_nothing_in_the_shape_of_a_resident_number(listing)


def test_sample_list_of_employers_comes_to_what_was_planted() -> None:
    planted = expected("employers_xlsx")
    listing = read_employers(FOLDER / "employers.xlsx")
    assert listing.counts("employers") == {
        "employers": planted["employers"],
        "duplicates": planted["duplicate_rows"],
        "blank": 0,
        "refused": planted["refused_rows"],
    }


def assert_nothing_in_the_shape_of_a_resident_number(listing: Any) -> None:
    """Neither what was read nor the workbook of refused rows holds one."""
    shape = r"\d{6}\D{0,3}[1-8]\d{6}"
    stream = BytesIO()
    write_refused(stream, COLUMNS, listing.refused, EXPLAINED)
    unpacked = read_back(stream)
    for text in (repr(listing).replace("+8210", ""), unpacked):
        assert not re.search(rf"(?<!\d){shape}(?!\d)", text)


def read_back(stream: BytesIO) -> str:
    """All text of an .xlsx."""
    with ZipFile(stream) as package:
        return "".join(package.read(name).decode() for name in package.namelist())
