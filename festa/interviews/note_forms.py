"""The form of an interviewer's note."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField

from festa.employers.forms import at_most
from festa.interviews.note_models import LONGEST_NOTE, MOST_STARS, InterviewNote
from festa.interviews.notes import Note
from festa.text import seen

NO_STARS = 0
STAR_WORDS = (
    (1, _l("1점 · 맞지 않음")),
    (2, _l("2점 · 아쉬움")),
    (3, _l("3점 · 보통")),
    (4, _l("4점 · 좋음")),
    (5, _l("5점 · 꼭 함께")),
)


class NoteForm(FlaskForm):
    """Stars and words about one person."""

    stars = RadioField(
        _l("별점"),
        choices=[(NO_STARS, _l("별점 없음")), *STAR_WORDS],
        coerce=int,
        default=NO_STARS,
    )
    words = TextAreaField(
        _l("메모"), [at_most(LONGEST_NOTE)], filters=[lambda text: seen(text or "")]
    )

    @property
    def note(self) -> Note:
        """What was noted, once it is valid."""
        stars = self.stars.data if 1 <= (self.stars.data or NO_STARS) <= MOST_STARS else None
        return Note(stars, self.words.data or "")


def note_form(own: InterviewNote | None) -> NoteForm:
    """The form with what this recruiter noted before."""
    known = {"stars": own.stars or NO_STARS, "words": own.words} if own else None
    return NoteForm(data=known)
