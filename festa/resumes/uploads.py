"""What came up with one form, made into one file that is kept."""

from collections.abc import Sequence

from festa.resumes.contents import (
    ContentProblem,
    Judged,
    NotTaken,
    is_photo,
    judge_document,
    look,
)
from festa.resumes.photos import photos_as_pdf

MOST_PHOTOS = 6


def judge(files: Sequence[bytes], most_bytes: int) -> Judged:
    """One document, or up to six photos as one PDF; NotTaken says what is wrong."""
    if not files:
        raise NotTaken(ContentProblem.EMPTY)
    if any(len(content) > most_bytes for content in files):
        raise NotTaken(ContentProblem.TOO_BIG)
    seen = [look(content) for content in files]
    if all(is_photo(one) for one in seen):
        if len(files) > MOST_PHOTOS:
            raise NotTaken(ContentProblem.TOO_MANY)
        judged = photos_as_pdf(files)
    elif len(files) > 1:
        raise NotTaken(ContentProblem.MIXED)
    else:
        judged = judge_document(files[0])
    if len(judged.content) > most_bytes:
        raise NotTaken(ContentProblem.TOO_BIG)
    return judged
