"""Files from people → one judged file, or a message that says what to do."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, MultipleFileField, RadioField

from festa.consents.models import ConsentMethod
from festa.interviews.seeker_forms import ApplyForm
from festa.resumes.contents import Judged, NotTaken
from festa.resumes.refusals import PROBLEMS
from festa.resumes.uploads import judge

DOCUMENTS = ".pdf,.docx,.hwp,.hwpx,application/pdf,image/jpeg,image/png"
# Without image/heic an iPhone hands over a JPEG.
PHOTOS = "image/jpeg,image/png"
SHEETS = ("sheet_1", "sheet_2", "sheet_3")


class FilesForm(FlaskForm):  # type: ignore[misc]
    """A résumé as a file, or as photos of up to three sheets of paper."""

    files = MultipleFileField(
        _l("이력서 파일"),
        description=_l(
            "PDF, 한글, 워드 파일 하나 또는 사진 여섯 장까지. 파일 하나에 10MB까지예요."
        ),
    )
    sheet_1 = FileField(_l("첫째 장 사진"))
    sheet_2 = FileField(_l("둘째 장 사진"))
    sheet_3 = FileField(_l("셋째 장 사진"))

    @property
    def has_file(self) -> bool:
        """Whether anything came up."""
        return any(True for _one in self._uploads())

    def judged(self) -> Judged | None:
        """The one file that is kept; None with a message at the field when it is not taken."""
        most = int(current_app.config["RESUME_MOST_BYTES"])
        try:
            return judge([one.stream.read(most + 1) for one in self._uploads()], most)
        except NotTaken as not_taken:
            self.files.errors = [PROBLEMS[not_taken.problem]]
            return None

    def _uploads(self) -> Iterable[FileStorage]:
        named: list[Any] = [*(self.files.data or []), *(self[name].data for name in SHEETS)]
        return [one for one in named if isinstance(one, FileStorage) and one.filename]


METHODS = (
    (ConsentMethod.STAFF_TABLET, _l("태블릿에서 본인이 직접")),
    (ConsentMethod.PHONE, _l("전화로 읽어 드리고 동의받음")),
    (ConsentMethod.PAPER, _l("종이 동의서에 서명")),
)


class DeskForm(FilesForm):
    """What staff hand in for somebody: the file, and how the person agreed."""

    method = RadioField(_l("동의를 어떻게 받았나요?"), choices=METHODS)
    consent = BooleanField()


class ApplyWithFilesForm(ApplyForm, FilesForm):
    """Applying to an employer that is not in the hall: job, résumé, and the consent that names it."""
