"""What the stages of a hire, its proofs and the questions about it are called."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.interviews.due import Question
from festa.interviews.evidence import Side, Source
from festa.interviews.statement_models import ProofKind, SaidVia
from festa.interviews.states import EvidenceGrade, HireStage
from festa.interviews.words import KINDS, WORDS

STAGE_WORDS: dict[HireStage, Any] = {
    HireStage.ACCEPTED: _l("입사 동의"),
    HireStage.DECLINED: _l("입사하지 않음"),
    HireStage.HIRED: _l("입사 확정"),
    HireStage.STARTED: _l("출근"),
    HireStage.RETAINED_1M: _l("1개월 근무"),
    HireStage.RETAINED_3M: _l("3개월 근무"),
    HireStage.RETAINED_6M: _l("6개월 근무"),
    HireStage.LEFT: _l("퇴사"),
}
STAGE_KINDS: dict[HireStage, str] = {
    HireStage.ACCEPTED: "info",
    HireStage.DECLINED: "plain",
    HireStage.LEFT: "plain",
}
STANDING_WORDS: dict[StrEnum, Any] = WORDS | dict[StrEnum, Any](STAGE_WORDS.items())
STANDING_PILLS: dict[StrEnum, tuple[Any, str]] = {
    state: (WORDS[state], kind) for state, kind in KINDS.items()
}
STANDING_PILLS |= {
    stage: (word, STAGE_KINDS.get(stage, "ok")) for stage, word in STAGE_WORDS.items()
}

# What the buttons of an employer say; where nothing stands here, the name of the standing.
ANSWER_WORDS: dict[StrEnum, Any] = {
    HireStage.ACCEPTED: _l("입사 예정(날짜 미정)"),
    HireStage.DECLINED: _l("입사하지 않아요"),
    HireStage.HIRED: _l("입사가 정해졌어요"),
    HireStage.STARTED: _l("출근했어요"),
    HireStage.RETAINED_1M: _l("계속 다녀요"),
    HireStage.RETAINED_3M: _l("계속 다녀요"),
    HireStage.RETAINED_6M: _l("계속 다녀요"),
    HireStage.LEFT: _l("그만뒀어요"),
}
QUESTION_WORDS: dict[Question, Any] = {
    Question.RESULT: _l("면접 결과"),
    Question.SECOND_ROUND: _l("2차 면접 뒤의 결과"),
    Question.OFFER: _l("합격한 분의 입사"),
    Question.START: _l("첫 출근"),
    Question.AFTER_1M: _l("입사 1개월 뒤"),
    Question.AFTER_3M: _l("입사 3개월 뒤"),
    Question.AFTER_6M: _l("입사 6개월 뒤"),
}
QUESTION_LEADS: dict[Question, Any] = {
    Question.RESULT: _l("이날 만난 분들의 결과를 골라 주세요. 구직자가 결과를 기다리고 있어요."),
    Question.SECOND_ROUND: _l("2차 면접을 본 뒤 어떻게 정하셨나요?"),
    Question.OFFER: _l("합격한 분이 입사하기로 했나요?"),
    Question.START: _l("입사하기로 한 날이 지났어요. 출근했나요?"),
    Question.AFTER_1M: _l("입사하고 한 달이 지났어요. 계속 다니고 있나요?"),
    Question.AFTER_3M: _l("입사하고 석 달이 지났어요. 계속 다니고 있나요?"),
    Question.AFTER_6M: _l("입사하고 여섯 달이 지났어요. 계속 다니고 있나요?"),
}
GRADE_WORDS: dict[EvidenceGrade, Any] = {
    EvidenceGrade.E0: _l("E0 구직자만 말함"),
    EvidenceGrade.E1: _l("E1 기업 확인"),
    EvidenceGrade.E2: _l("E2 기업·구직자 일치"),
    EvidenceGrade.E3: _l("E3 서류 확인"),
}
SOURCE_WORDS: dict[Source, Any] = {
    Source.SEEKER: _l("구직자"),
    Source.EMPLOYER: _l("기업"),
    Source.DOCUMENT: _l("서류"),
    Source.ORGANISER: _l("운영사무국"),
}
VIA_WORDS: dict[SaidVia, Any] = {
    SaidVia.PAGE: _l("화면"),
    SaidVia.LINK: _l("문자 링크"),
    SaidVia.PHONE: _l("전화"),
    SaidVia.DESK: _l("방문"),
}
PROOF_WORDS: dict[ProofKind, Any] = {
    ProofKind.EMPLOYMENT: _l("재직증명서"),
    ProofKind.INSURANCE: _l("4대 보험 가입 확인서"),
    ProofKind.CONTRACT: _l("근로계약서"),
}
SIDE_WORDS: dict[Side, Any] = {
    Side.SEEKER: _l("구직자의 말이 맞아요"),
    Side.EMPLOYER: _l("기업의 말이 맞아요"),
}
