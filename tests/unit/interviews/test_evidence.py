"""What counts as a hire, and how well it is proven, out of what was said."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.interviews.evidence import SAME_START, Side, Source, Weighed, weigh
from festa.interviews.hire_states import WAS_HIRED
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult

E, H, O = EvidenceGrade, HireStage, OutcomeResult  # noqa: E741
DAY = date(2026, 12, 1)
numbers = count(1)


@dataclass(frozen=True)
class Statement:
    """A statement as rows hold it."""

    id: int
    source: Source
    result: OutcomeResult | None = None
    stage: HireStage | None = None
    settles: Side | None = None
    retracts_id: int | None = None
    on_day: date | None = None
    elsewhere: str = ""


def said(
    source: Source,
    standing: OutcomeResult | HireStage,
    on_day: date | None = None,
    elsewhere: str = "",
) -> Statement:
    """Somebody says where the outcome stands."""
    if isinstance(standing, OutcomeResult):
        return Statement(next(numbers), source, result=standing)
    return Statement(next(numbers), source, stage=standing, on_day=on_day, elsewhere=elsewhere)


def seeker(
    standing: OutcomeResult | HireStage, day: date | None = DAY, where: str = ""
) -> Statement:
    return said(Source.SEEKER, standing, day, where)


def employer(standing: OutcomeResult | HireStage, day: date | None = DAY) -> Statement:
    return said(Source.EMPLOYER, standing, day)


def paper(standing: HireStage = H.HIRED, day: date | None = DAY) -> Statement:
    return said(Source.DOCUMENT, standing, day)


def settles(side: Side) -> Statement:
    return Statement(next(numbers), Source.ORGANISER, settles=side)


def outcome(*statements: Statement) -> tuple[HireStage | None, EvidenceGrade | None, bool]:
    weighed = weigh(statements)
    return weighed.stage, weighed.grade, weighed.disputed


# Who says hired, who says not, who has not spoken: the grade, and whether it is disputed.
TABLE = [
    ("nobody", [], None, None, False),
    ("the seeker alone", [seeker(H.HIRED)], H.HIRED, E.E0, False),
    ("the employer alone", [employer(H.HIRED)], H.HIRED, E.E1, False),
    ("both", [seeker(H.HIRED), employer(H.HIRED)], H.HIRED, E.E2, False),
    ("a paper alone", [paper()], H.HIRED, E.E3, False),
    ("a paper and both", [seeker(H.HIRED), employer(H.HIRED), paper()], H.HIRED, E.E3, False),
    ("an offer is no hire", [employer(O.OFFERED)], None, None, False),
    ("accepted is no hire", [employer(H.ACCEPTED, None)], H.ACCEPTED, None, False),
    ("declined", [employer(H.DECLINED, None)], H.DECLINED, None, False),
    ("the seeker waits", [employer(H.HIRED), seeker(O.PENDING)], H.HIRED, E.E1, False),
    ("employer not decided", [employer(O.SECOND_ROUND), seeker(H.HIRED)], H.HIRED, E.E0, False),
    ("the employer denies", [seeker(H.HIRED), employer(O.REJECTED)], H.HIRED, E.E0, True),
    ("the seeker denies", [employer(H.HIRED), seeker(H.DECLINED, None)], H.HIRED, E.E1, True),
    ("both deny", [employer(O.REJECTED), seeker(H.DECLINED, None)], H.DECLINED, None, False),
    (
        "a paper ends the quarrel",
        [seeker(H.HIRED), employer(O.REJECTED), paper()],
        H.HIRED,
        E.E3,
        False,
    ),
    (
        "another employer is no quarrel",
        [employer(O.REJECTED), seeker(H.HIRED, DAY, "다른 회사")],
        H.HIRED,
        E.E0,
        False,
    ),
    (
        "hired here and gone elsewhere",
        [employer(H.HIRED), seeker(H.HIRED, DAY, "다른 회사")],
        H.HIRED,
        E.E1,
        False,
    ),
]


@pytest.mark.parametrize(
    ("statements", "stage", "grade", "disputed"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_the_grade_follows_from_who_said_what(
    statements: list[Statement],
    stage: HireStage | None,
    grade: EvidenceGrade | None,
    disputed: bool,
) -> None:
    assert outcome(*statements) == (stage, grade, disputed)


SETTLED = [
    (H.HIRED, H.DECLINED, Side.EMPLOYER, H.HIRED, E.E1),
    (H.HIRED, H.DECLINED, Side.SEEKER, H.DECLINED, None),
    (O.REJECTED, H.HIRED, Side.SEEKER, H.HIRED, E.E0),
    (O.REJECTED, H.HIRED, Side.EMPLOYER, None, None),
]


@pytest.mark.parametrize(("theirs", "own", "side", "stage", "grade"), SETTLED)
def test_whose_word_stands_counts_alone(
    theirs: OutcomeResult | HireStage,
    own: HireStage,
    side: Side,
    stage: HireStage | None,
    grade: EvidenceGrade | None,
) -> None:
    assert outcome(employer(theirs), seeker(own), settles(side)) == (stage, grade, False)


def test_who_speaks_after_it_was_settled_opens_it_again() -> None:
    quarrel = [employer(H.HIRED), seeker(H.DECLINED, None), settles(Side.SEEKER)]
    assert not weigh(quarrel).disputed
    assert weigh([*quarrel, employer(H.STARTED, None)]).disputed


def test_the_result_is_the_employers_to_say() -> None:
    assert weigh([seeker(H.HIRED)]).result is O.PENDING
    assert weigh([employer(O.REJECTED), seeker(H.HIRED)]).result is O.REJECTED
    assert weigh([employer(H.HIRED)]).result is O.OFFERED


def test_days_far_apart_are_settled_before_they_count() -> None:
    late = DAY + SAME_START + timedelta(days=1)
    assert not weigh([employer(H.HIRED), seeker(H.HIRED, DAY + SAME_START)]).disputed
    far = [employer(H.HIRED), seeker(H.HIRED, late)]
    assert outcome(*far) == (H.HIRED, E.E1, True)
    settled = weigh([*far, settles(Side.SEEKER)])
    assert (settled.grade, settled.hired_on, settled.disputed) == (E.E2, late, False)


def test_the_day_is_the_weightiest_ones() -> None:
    days = [DAY + timedelta(days=number) for number in range(3)]
    three = [seeker(H.HIRED, days[0]), employer(H.HIRED, days[1]), paper(H.HIRED, days[2])]
    assert [weigh(three[: number + 1]).hired_on for number in range(3)] == days
    assert weigh([seeker(H.HIRED), employer(H.HIRED, None)]).hired_on == DAY


def test_the_day_of_the_hire_outlives_what_is_said_later() -> None:
    assert weigh([employer(H.HIRED), employer(H.RETAINED_3M, None)]).hired_on == DAY
    left = weigh([employer(H.HIRED), employer(H.LEFT, DAY + timedelta(days=40))])
    assert (left.stage, left.hired_on) == (H.LEFT, DAY)


def test_who_left_and_is_back_or_was_there_all_along() -> None:
    assert outcome(employer(H.RETAINED_1M, None), seeker(H.LEFT, None))[0] is H.LEFT
    assert outcome(seeker(H.LEFT, None), employer(H.RETAINED_1M, None))[0] is H.RETAINED_1M


def test_what_was_taken_back_counts_no_more() -> None:
    first = employer(H.HIRED)
    back = Statement(next(numbers), Source.EMPLOYER, retracts_id=first.id)
    assert weigh([employer(O.OFFERED), first, back]) == Weighed(O.OFFERED)


STANDINGS = st.one_of(st.sampled_from(list(OutcomeResult)), st.sampled_from(list(HireStage)))
SAID = st.lists(
    st.one_of(
        st.builds(seeker, STANDINGS, st.none() | st.dates(DAY, DAY + timedelta(days=90))),
        st.builds(employer, STANDINGS, st.none() | st.dates(DAY, DAY + timedelta(days=90))),
        st.builds(settles, st.sampled_from(list(Side))),
    ),
    max_size=8,
)


@given(SAID)
def test_a_grade_needs_a_hire_and_a_hire_a_grade(statements: list[Statement]) -> None:
    weighed = weigh(statements)
    assert (weighed.grade is not None) == (weighed.stage in WAS_HIRED)
    assert weighed.grade is not E.E3, "nobody saw a paper"
    assert weighed.grade is not E.E2 or not weighed.disputed


@given(SAID)
def test_a_paper_settles_everything(statements: list[Statement]) -> None:
    weighed = weigh([*statements, paper()])
    assert (weighed.grade, weighed.disputed, weighed.hired_on) == (E.E3, False, DAY)


@given(SAID)
def test_the_order_of_rows_does_not_matter(statements: list[Statement]) -> None:
    assert weigh(statements) == weigh(list(reversed(statements)))
