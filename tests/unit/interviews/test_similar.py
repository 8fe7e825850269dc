"""Whoever loses an interview is shown the likest work first."""

import pytest

from festa.interviews.similar import Likeness, Work, likeness

LOST = [Work("물류 관리", "platform")]


@pytest.mark.parametrize(
    ("offered", "wished", "like"),
    [
        (Work("물류관리"), (), Likeness.SAME_WORK),
        (Work("배송 관제", "platform"), (), Likeness.FAMILY),
        (Work("고객상담", "social"), ("고객 상담",), Likeness.WISHED),
        (Work("고객상담"), ("상담",), Likeness.WISHED),
        (Work("데이터 라벨링", "ai"), (), Likeness.ANY),
        (Work("데이터 라벨링"), ("",), Likeness.ANY),
    ],
)
def test_work_is_the_same_of_one_family_wished_for_or_any(
    offered: Work, wished: tuple[str, ...], like: Likeness
) -> None:
    assert likeness(LOST, wished, offered) is like


def test_two_jobs_without_a_family_are_not_of_one_family() -> None:
    assert likeness([Work("물류")], (), Work("상담")) is Likeness.ANY


def test_the_same_work_comes_before_all_others() -> None:
    assert sorted(Likeness, reverse=True)[0] is Likeness.SAME_WORK
