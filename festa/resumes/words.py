"""What files and deliveries are called, and which mark each state carries."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.formats import number
from festa.resumes.contents import FileKind
from festa.resumes.models import Resume
from festa.resumes.states import DeliveryState

KINDS: dict[FileKind, Any] = {
    FileKind.PDF: _l("PDF 파일"),
    FileKind.PHOTOS: _l("종이 이력서 사진"),
    FileKind.DOCX: _l("워드 파일"),
    FileKind.HWP: _l("한글 파일"),
    FileKind.HWPX: _l("한글 파일"),
}
# How a file is called when it is saved, and what a browser is told of it.
ENDINGS: dict[FileKind, str] = {
    FileKind.PDF: "pdf",
    FileKind.PHOTOS: "pdf",
    FileKind.DOCX: "docx",
    FileKind.HWP: "hwp",
    FileKind.HWPX: "hwpx",
}
MIME_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PHOTOS: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.HWP: "application/x-hwp",
    FileKind.HWPX: "application/hwp+zip",
}

# For the seeker.
SEEKER_PILLS: dict[DeliveryState, tuple[Any, str]] = {
    DeliveryState.SENT: (_l("기업이 받기 전"), "wait"),
    DeliveryState.COLLECTED: (_l("기업이 받음"), "info"),
    DeliveryState.ANSWERED: (_l("기업이 답함"), "ok"),
    DeliveryState.REPLACED: (_l("새 이력서로 바꿈"), "plain"),
    DeliveryState.TAKEN_BACK: (_l("거두어 파기함"), "plain"),
    DeliveryState.EXPIRED: (_l("보관 기간이 끝나 파기함"), "plain"),
    DeliveryState.DESTROYED: (_l("파기함"), "plain"),
}
# For the employer.
EMPLOYER_PILLS: dict[DeliveryState, tuple[Any, str]] = {
    DeliveryState.SENT: (_l("받기 전"), "today"),
    DeliveryState.COLLECTED: (_l("답변 전"), "wait"),
    DeliveryState.ANSWERED: (_l("답변 마침"), "ok"),
    DeliveryState.REPLACED: (_l("바뀜"), "plain"),
    DeliveryState.TAKEN_BACK: (_l("거둠"), "plain"),
    DeliveryState.EXPIRED: (_l("보관 끝남"), "plain"),
    DeliveryState.DESTROYED: (_l("파기됨"), "plain"),
}


def described(resume: Resume) -> str:
    """종이 이력서 사진 2쪽, 340 KB."""
    kilobytes = number(max(1, round(resume.size / 1024)))
    if resume.pages is None:
        return _("%(kind)s, %(size)s KB", kind=KINDS[resume.kind], size=kilobytes)
    return _(
        "%(kind)s %(pages)s쪽, %(size)s KB",
        kind=KINDS[resume.kind],
        pages=resume.pages,
        size=kilobytes,
    )


def file_name(resume: Resume) -> str:
    """As what it is saved: the receipt's number, never what the seeker's file was called."""
    return f"resume-{resume.delivery.number}.{ENDINGS[resume.kind]}"
