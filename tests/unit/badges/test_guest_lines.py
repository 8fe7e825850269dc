"""Pasted lists of guests, as people keep them."""

import pytest

from festa.badges.guest_lines import (
    LONGEST_NAME,
    LONGEST_ORGANISATION,
    MOST_LINES,
    Guest,
    read_lines,
)


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
        ('"Kim, Min-su", "Acme, Inc."', Guest("Kim, Min-su", "Acme, Inc.")),
        ('2) "Kim, Min-su";Acme', Guest("Kim, Min-su", "Acme")),
        ('"Kim, Min-su"\tThe 12" Club', Guest("Kim, Min-su", 'The 12" Club')),
        ('"Kim ""MJ"" Min-su"', Guest('Kim "MJ" Min-su')),
        ("홍길동, 시청, 일자리과", Guest("홍길동", "시청, 일자리과")),
    ],
)
def test_a_line_is_a_name_and_perhaps_an_organisation(line: str, guest: Guest) -> None:
    assert read_lines(line).guests == [guest]


def test_empty_lines_and_repetitions_are_left_out() -> None:
    read = read_lines("홍길동, 시청\n\n  \n홍길동, 시청\n홍길동, 도청\n")
    assert read.guests == [Guest("홍길동", "시청"), Guest("홍길동", "도청")]
    assert read.unreadable == []


@pytest.mark.parametrize("line", ["12345", ", 시청", "-", '"Kim, Min-su'])
def test_a_line_without_a_readable_name_is_counted(line: str) -> None:
    assert read_lines(f"홍길동\n{line}").unreadable == [2]


@pytest.mark.parametrize(
    "line", ["가" * (LONGEST_NAME + 1), "홍길동, " + "나" * (LONGEST_ORGANISATION + 1)]
)
def test_a_line_that_no_badge_has_room_for_is_told_from_one_that_says_nothing(line: str) -> None:
    read = read_lines(f"남궁하나\n{line}\n123")
    assert (read.too_long, read.unreadable) == ([2], [3])


def test_a_list_that_is_too_long_says_from_which_line() -> None:
    text = "\n".join(f"손님{chr(0xAC00 + n)}" for n in range(MOST_LINES + 2))
    assert read_lines(text).unreadable == [MOST_LINES + 1, MOST_LINES + 2]
