"""What can be wrong with a file or a cell, each with a sentence that says what to do."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.sheets.limits import MAX_FILE_BYTES, MAX_ROWS
from festa.text import Explanation


class SheetProblem(StrEnum):
    """Why a whole file cannot be read."""

    EMPTY = "empty"
    NO_ROWS = "no_rows"
    NO_HEADER = "no_header"
    MISSING_COLUMN = "missing_column"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    OLD_XLS = "old_xls"
    ENCRYPTED = "encrypted"
    WEB_PAGE = "web_page"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    CORRUPT = "corrupt"
    UNKNOWN_LETTERS = "unknown_letters"
    BROKEN_QUOTES = "broken_quotes"


P = SheetProblem

SENTENCES: dict[SheetProblem, Any] = {
    P.EMPTY: _l("빈 파일이에요. 명단이 들어 있는 파일인지 확인해 주세요."),
    P.NO_ROWS: _l("제목 줄 아래에 적힌 내용이 없어요. 명단을 채워 다시 올려 주세요."),
    P.NO_HEADER: _l(
        "제목 줄을 찾지 못했어요. 명단 맨 위에 %(columns)s 열 이름을 적어 다시 올려 주세요."
    ),
    P.MISSING_COLUMN: _l(
        "꼭 필요한 열이 없어요: %(columns)s. 열 이름을 이 중 하나로 바꾸어 다시 올려 주세요."
    ),
    P.TOO_BIG: _l(
        "파일이 너무 커요. %(megabytes)sMB까지 읽을 수 있으니 나누어 올려 주세요.",
        megabytes=MAX_FILE_BYTES // 1024 // 1024,
    ),
    P.TOO_MANY_ROWS: _l(
        "줄이 너무 많아요. 한 번에 %(rows)s줄까지 읽을 수 있으니 나누어 올려 주세요.",
        rows=f"{MAX_ROWS:,}",
    ),
    P.UNPACKS_TOO_BIG: _l(
        "빈 칸까지 합쳐 너무 큰 파일이에요. 명단만 새 통합 문서에 복사해 저장한 뒤 올려 주세요."
    ),
    P.OLD_XLS: _l(
        "옛 엑셀(.xls) 파일이에요. 엑셀에서 ‘다른 이름으로 저장 → Excel 통합 문서(.xlsx)’로 "
        "저장해 올려 주세요."
    ),
    P.ENCRYPTED: _l("암호가 걸린 파일이에요. 암호를 풀어 저장한 뒤 올려 주세요."),
    P.WEB_PAGE: _l(
        "확장자만 엑셀이고 속은 웹페이지인 파일이에요. 엑셀에서 열어 "
        "‘Excel 통합 문서(.xlsx)’로 저장해 올려 주세요."
    ),
    P.NOT_A_SPREADSHEET: _l(
        "표 파일이 아니에요. 엑셀 통합 문서(.xlsx)나 CSV 파일로 저장해 올려 주세요."
    ),
    P.CORRUPT: _l(
        "파일이 깨져서 열 수 없어요. 엑셀에서 열리는지 확인하고 다시 저장해 올려 주세요."
    ),
    P.UNKNOWN_LETTERS: _l(
        "한글을 읽을 수 없는 파일이에요. 엑셀에서 ‘CSV UTF-8’이나 .xlsx로 저장해 올려 주세요."
    ),
    P.BROKEN_QUOTES: _l(
        "큰따옴표가 닫히지 않아 어디까지가 한 칸인지 알 수 없어요. "
        "따옴표를 고치거나 .xlsx로 저장해 올려 주세요."
    ),
}


class SheetRefused(Exception):
    """A file that cannot be read; `problem` is its name, `sentence` is for people."""

    def __init__(self, problem: SheetProblem, **shown: Any) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.sentence: Any = SENTENCES[problem] % shown if shown else SENTENCES[problem]


class CellProblem(StrEnum):
    """What is wrong with a row whatever its columns mean."""

    RESIDENT_NUMBER = "resident_number"


CELLS_EXPLAINED: dict[StrEnum, Explanation] = {
    CellProblem.RESIDENT_NUMBER: Explanation(
        _l("주민등록번호처럼 보이는 값이 있어 읽지 않고 버렸어요."),
        _l("그 번호를 지우고 알맞은 값을 적어 주세요."),
    ),
}
