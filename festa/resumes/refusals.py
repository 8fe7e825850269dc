"""Why a résumé is not taken, not passed on or not found, in a name and a sentence."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.errors import Refused
from festa.resumes.contents import ContentProblem


class ResumeRefusal(StrEnum):
    """Why something is not done with a résumé."""

    STEPPED_BACK = "stepped_back"
    NO_CONSENT = "no_consent"
    ANSWERED = "answered"
    TOO_LATE = "too_late"
    NOT_HERE = "not_here"
    ENDED = "ended"
    UNREADABLE = "unreadable"
    NO_RELAY = "no_relay"
    NOWHERE_TO_SEND = "nowhere_to_send"
    LINK_OPENED = "link_opened"
    LINK_OVER = "link_over"


SENTENCES: dict[ResumeRefusal, Any] = {
    ResumeRefusal.STEPPED_BACK: _l(
        "취소한 신청이라 이력서를 낼 수 없어요. 이 기업에 다시 신청하면서 함께 내 주세요."
    ),
    ResumeRefusal.NO_CONSENT: _l(
        "이 기업에 정보를 제공하는 데 동의하셔야 이력서를 전할 수 있어요. 기업 화면에서 신청하면서 동의해 주세요."
    ),
    ResumeRefusal.ANSWERED: _l(
        "기업이 이미 서류를 보고 답했어요. 바꾸고 싶은 내용은 기업에 직접 알려 주세요."
    ),
    ResumeRefusal.TOO_LATE: _l("이력서를 전하는 기한이 지났어요. 다른 기업의 일자리를 찾아보세요."),
    ResumeRefusal.NOT_HERE: _l(
        "이력서가 아직 없어요. 신청한 기업 목록에서 ‘이력서 내기’를 눌러 주세요."
    ),
    ResumeRefusal.ENDED: _l(
        "구직자가 이력서를 바꾸거나 거두어서 더는 받을 수 없어요. 목록을 새로 고쳐 확인해 주세요."
    ),
    ResumeRefusal.UNREADABLE: _l(
        "보관한 이력서를 열지 못했어요. 운영사무국에 접수번호를 알려 주시면 다시 받아 전해 드려요."
    ),
    ResumeRefusal.NO_RELAY: _l(
        "이 기업은 박람회장에서 직접 면접해요. 이력서는 면접 자리에서 볼 수 있어요."
    ),
    ResumeRefusal.NOWHERE_TO_SEND: _l(
        "담당자의 이메일도 휴대전화도 없어 알릴 수 없어요. 기업의 연락처를 먼저 적어 주세요."
    ),
    ResumeRefusal.LINK_OPENED: _l(
        "이미 한 번 연 링크예요. 아래에서 새 링크를 받아 주세요. 등록된 담당자 연락처로만 보내요."
    ),
    ResumeRefusal.LINK_OVER: _l(
        "기한이 지난 링크예요. 아래에서 새 링크를 받아 주세요. 등록된 담당자 연락처로만 보내요."
    ),
}

PROBLEMS: dict[ContentProblem, Any] = {
    ContentProblem.EMPTY: _l("이력서 파일을 고르거나 종이 이력서를 찍어 주세요."),
    ContentProblem.TOO_BIG: _l(
        "파일이 10MB를 넘어요. 사진을 한두 장 줄이거나 PDF로 저장해서 다시 올려 주세요."
    ),
    ContentProblem.TOO_MANY: _l("사진은 여섯 장까지 낼 수 있어요. 꼭 필요한 쪽만 골라 주세요."),
    ContentProblem.MIXED: _l(
        "문서는 하나만, 사진은 사진끼리 골라 주세요. 문서가 여러 개면 하나로 합쳐 주세요."
    ),
    ContentProblem.NOT_A_DOCUMENT: _l(
        "이력서로 쓸 수 없는 파일이에요. PDF, 한글, 워드 파일이나 사진(JPG, PNG)을 골라 주세요."
    ),
    ContentProblem.WEB_PAGE: _l(
        "웹 페이지나 그림 코드 파일은 받지 않아요. PDF로 저장해서 올려 주세요."
    ),
    ContentProblem.PROGRAM: _l("실행 파일은 받지 않아요. PDF, 한글, 워드 파일을 골라 주세요."),
    ContentProblem.ARCHIVE: _l("압축 파일은 받지 않아요. 압축을 풀어 이력서 파일만 올려 주세요."),
    ContentProblem.BOMB: _l(
        "파일을 풀면 너무 커져요. PDF로 저장하거나 사진을 줄여 다시 올려 주세요."
    ),
    ContentProblem.LOCKED: _l(
        "암호나 보안이 걸린 파일이라 기업이 열 수 없어요. 암호를 풀어 저장한 뒤 올려 주세요."
    ),
    ContentProblem.RUNS: _l(
        "매크로처럼 스스로 실행되는 내용이 든 파일이에요. PDF로 다시 저장해서 올려 주세요."
    ),
    ContentProblem.BROKEN: _l(
        "파일이 깨졌거나 다 올라오지 않았어요. 파일이 열리는지 확인하고 다시 올려 주세요."
    ),
    ContentProblem.OLD_WORD: _l(
        "옛 워드 파일(.doc)이에요. 워드에서 .docx나 PDF로 저장해서 올려 주세요."
    ),
    ContentProblem.HEIC: _l(
        "아이폰의 HEIC 사진은 기업에서 열지 못할 수 있어요. 아래에서 종이를 다시 찍거나 JPG로 바꿔 주세요."
    ),
    ContentProblem.PHOTO_TOO_LARGE: _l(
        "사진이 너무 커요. 카메라 설정에서 해상도를 낮추거나 JPG로 저장해 주세요."
    ),
    ContentProblem.PHOTO_TOO_SMALL: _l(
        "사진이 너무 작아 글자를 읽을 수 없어요. 종이가 화면에 가득 차게 다시 찍어 주세요."
    ),
}


def refuse(reason: ResumeRefusal) -> Refused:
    """The refusal of this name with its sentence."""
    return Refused(SENTENCES[reason], reason)
