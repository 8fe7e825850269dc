"""What a seeker says when applying to an employer."""

from collections.abc import Sequence
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField

from festa.employers.models import Job

ANY_JOB = 0


class ApplyForm(FlaskForm):  # type: ignore[misc]
    """Which job, and the consent that names the employer: never ticked beforehand."""

    job = RadioField(_l("어떤 일자리인가요?"), coerce=int, default=ANY_JOB)
    consent = BooleanField()

    @property
    def agreed(self) -> bool:
        """Whether the box was ticked."""
        return bool(self.consent.data)


Form = TypeVar("Form", bound=ApplyForm)


def apply_form(
    kind: type[Form], jobs: Sequence[Job], wanted: int | None, consent_label: str
) -> Form:
    """The form with the employer's open jobs; `wanted` is chosen beforehand."""
    known = {job.id for job in jobs}
    form = kind(data={"job": wanted if wanted in known else ANY_JOB})
    form.job.choices = [(job.id, job.title) for job in jobs] + [
        (ANY_JOB, _l("면접에서 상의할게요"))
    ]
    form.consent.label.text = consent_label
    return form
