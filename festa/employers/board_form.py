"""The filters of the job board: a form that is read from the address and never refuses."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from festa.employers.board import Wanted
from festa.employers.models import EmploymentType, ImpactFamily
from festa.employers.words import EMPLOYMENT_WORDS, IMPACT_WORDS
from festa.seekers.choices import shown
from festa.text import clean

LONGEST = 60
MOST_WORDS = 5
ANY: Any = _l("전체")


class BoardForm(FlaskForm):  # type: ignore[misc]
    """What somebody looks for; an unknown choice counts as none."""

    class Meta:
        """A search is an address that may be sent on: it needs no token."""

        csrf = False

    fair = SelectField(_l("박람회"), default="")
    words = StringField(_l("직무·기업"))
    region = SelectField(_l("근무 지역"), default="")
    kind = SelectField(_l("고용 형태"), default="")
    family = SelectField(_l("분야"), default="")

    @property
    def wanted(self) -> Wanted:
        """The filters as the board understands them."""
        self.validate()
        known = {field.name: "" if field.errors else field.data or "" for field in self}
        words = clean(known["words"])[:LONGEST].split()[:MOST_WORDS]
        return Wanted(
            fair=known["fair"],
            words=" ".join(words),
            region=known["region"],
            employment_type=EmploymentType(known["kind"]) if known["kind"] else None,
            impact_family=ImpactFamily(known["family"]) if known["family"] else None,
        )


def board_form(asked: Any, fairs: Sequence[tuple[str, str]], regions: Sequence[str]) -> BoardForm:
    """The form with its choices: fairs as (slug, name), and the regions that have postings."""
    form = BoardForm(formdata=asked)
    form.fair.choices = [("", _l("앞으로 열릴 모든 박람회")), *fairs]
    form.region.choices = [("", ANY), *((region, shown(region)) for region in regions)]
    form.kind.choices = [("", ANY), *EMPLOYMENT_WORDS.items()]
    form.family.choices = [("", ANY), *IMPACT_WORDS.items()]
    return form
