"""Pasted lists of guests, as people keep them."""

import pytest

from festa.badges.guest_lines import LONGEST_NAME, MOST_LINES, Guest, read_lines


@pytest.mark.parametrize(
    ("line", "guest"),
    [
        ("홍길동", Guest("홍길동")),
        ("홍길동, 대전시청", Guest("홍길동", "대전시청")),
        ("홍길동\t대전시청 일자리과", Guest("홍길동", "대전시청 일자리과")),
        ("  3. 홍길동 / (주)한빛 ", Guest("홍길동", "(주)한빛")),
        ("· Maria dos Santos；Hanbit", Guest("Maria dos Santos", "Hanbit")),
        ("洪吉童", Guest("洪吉童")),
        ("김", Guest("김")),
    ],
)
def test_a_line_is_a_name_and_perhaps_an_organisation(line: str, guest: Guest) -> None:
    assert read_lines(line).guests == [guest]


def test_empty_lines_and_repetitions_are_left_out() -> None:
    read = read_lines("홍길동, 시청\n\n  \n홍길동, 시청\n홍길동, 도청\n")
    assert read.guests == [Guest("홍길동", "시청"), Guest("홍길동", "도청")]
    assert read.unreadable == []


@pytest.mark.parametrize("line", ["12345", ", 시청", "-", "가" * (LONGEST_NAME + 1)])
def test_a_line_without_a_readable_name_is_counted(line: str) -> None:
    assert read_lines(f"홍길동\n{line}").unreadable == [2]


def test_a_list_that_is_too_long_says_from_which_line() -> None:
    text = "\n".join(f"손님{chr(0xAC00 + n)}" for n in range(MOST_LINES + 2))
    assert read_lines(text).unreadable == [MOST_LINES + 1, MOST_LINES + 2]
