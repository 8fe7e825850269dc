"""Giving a résumé out as a file: always to be saved, never to be shown by the browser."""

from flask import Response

from festa.resumes.models import Resume
from festa.resumes.words import MIME_TYPES, file_name


def as_file(resume: Resume, content: bytes) -> Response:
    """The bytes as an attachment that no cache keeps and whose kind no browser guesses anew."""
    answer = Response(content, mimetype=MIME_TYPES[resume.kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(resume)}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
