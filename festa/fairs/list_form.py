"""The form with which organisers send a list in: to be checked, or to be taken in."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, SubmitField

from festa.fairs.models import Fair
from festa.fairs.taking_in import Taken
from festa.formats import in_language
from festa.sheets.columns import Column
from festa.sheets.rows import Listing, RefusedRow
from festa.sheets.writing import write_refused
from festa.text import Explanation

Stat = tuple[str, int, str, str]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


class ListForm(FlaskForm):
    """A fair and a file; which button was pressed says whether anything is kept."""

    fair = SelectField(_l("박람회"))
    file = FileField(
        _l("명단 파일"),
        [FileRequired(_l("명단 파일을 골라 주세요."))],
        description=_l(
            "엑셀(.xlsx)이나 CSV, 10MB까지. 제목 줄이 아래에 있어도, 열 이름이 달라도 괜찮아요."
        ),
    )
    check = SubmitField(_l("검사만 하기"))
    take_in = SubmitField(_l("가져오기"))

    def offer(self, fairs: Iterable[Fair]) -> "ListForm":
        """Give the fairs to choose from."""
        self.fair.choices = [
            (fair.slug, f"{fair.day.year} {in_language(fair.city, fair.city_en)}") for fair in fairs
        ]
        return self

    def content(self) -> bytes:
        """The file as it was sent; it is kept nowhere."""
        sent: bytes = self.file.data.read()
        return sent


@dataclass(frozen=True)
class ListResult:
    """What a list came to, for the page: `taken` is None while it was only checked.

    `counts` are (label, number, unit, kind), `correct` the address of the refused rows.
    """

    listing: Listing[Any]
    taken: Taken | None
    counts: Sequence[Stat]
    correct: str

    @property
    def shown(self) -> Sequence[RefusedRow]:
        """The first of the refused rows."""
        return self.listing.refused[:MOST_SHOWN]


def sheet_to_correct(
    columns: Sequence[Column], refused: Iterable[RefusedRow], explained: Mapping[Any, Explanation]
) -> str:
    """The refused rows as a workbook inside an address (data:), so that it lies on no server."""
    file = BytesIO()
    write_refused(file, columns, refused, explained)
    return f"data:{XLSX};base64,{b64encode(file.getvalue()).decode()}"
