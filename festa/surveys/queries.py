"""What the answers say: averages, how many gave each, and their words without a name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from festa.extensions import db
from festa.surveys.models import SurveyAnswer, SurveyVia
from festa.surveys.words import QUESTIONS

MOST_WORDS = 200


@dataclass(frozen=True)
class Result:
    """One question at one fair: the mean of its answers, rounded to tenths, and how many."""

    mean: float | None
    count: int


def results_of(fair_ids: Collection[int]) -> dict[int, dict[str, Result]]:
    """Every question of these fairs; "all" holds how many people answered."""
    columns = [getattr(SurveyAnswer, name) for name in QUESTIONS]
    query = (
        select(
            SurveyAnswer.fair_id,
            func.count(SurveyAnswer.id),
            *(func.avg(column) for column in columns),
            *(func.count(column) for column in columns),
        )
        .where(SurveyAnswer.fair_id.in_(fair_ids))
        .group_by(SurveyAnswer.fair_id)
    )
    found: dict[int, dict[str, Result]] = {}
    for fair_id, people, *rest in db.session.execute(query):
        means, counts = rest[: len(columns)], rest[len(columns) :]
        found[fair_id] = {
            name: Result(None if mean is None else round(float(mean), 1), count)
            for name, mean, count in zip(QUESTIONS, means, counts, strict=True)
        } | {"all": Result(None, people)}
    return found


def words_about(fair_id: int) -> Sequence[str]:
    """What people wrote about a fair, newest first; who wrote it is not asked."""
    query = (
        select(SurveyAnswer.words)
        .where(SurveyAnswer.fair_id == fair_id, SurveyAnswer.words != "")
        .order_by(SurveyAnswer.id.desc())
        .limit(MOST_WORDS)
    )
    return db.session.scalars(query).all()


def counts_of(fair_id: int) -> dict[str, dict[int, int]]:
    """How often each of the five answers was given to each question of a fair."""
    counted: dict[str, dict[int, int]] = {}
    for name in QUESTIONS:
        column = getattr(SurveyAnswer, name)
        query = (
            select(column, func.count())
            .where(SurveyAnswer.fair_id == fair_id, column.is_not(None))
            .group_by(column)
        )
        counted[name] = {points: count for points, count in db.session.execute(query)}  # noqa: C416
    return counted


def answers_of(fair_ids: Collection[int]) -> Sequence[SurveyAnswer]:
    """Every answer of these fairs in the order of the day, without the people."""
    query = select(SurveyAnswer).where(SurveyAnswer.fair_id.in_(fair_ids))
    return db.session.scalars(query.order_by(SurveyAnswer.fair_id, SurveyAnswer.id)).all()


def by_via(fair_id: int) -> dict[SurveyVia, int]:
    """How many answered on what."""
    query = (
        select(SurveyAnswer.via, func.count())
        .where(SurveyAnswer.fair_id == fair_id)
        .group_by(SurveyAnswer.via)
    )
    return {via: count for via, count in db.session.execute(query)}  # noqa: C416
