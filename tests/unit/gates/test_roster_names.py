"""What a lost phone tells of a name: initials, and never the rest."""

import pytest

from festa.gates.roster import initials


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("김민수", "ㄱㅁㅅ"),
        ("김Minsu", "ㄱm"),
        ("홍 Gil Dong", "ㅎgd"),
        ("김民秀", "ㄱ民"),
        ("金民秀", "金"),
        ("John Smith", "js"),
    ],
)
def test_letters_without_an_initial_consonant_are_told_once_a_word(name: str, told: str) -> None:
    assert initials(name) == told
