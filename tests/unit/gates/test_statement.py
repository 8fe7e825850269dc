"""What is sent to PostgreSQL: lists as JSON, and a list of one row value by value."""

from typing import Any

import pytest

from festa.gates.statement import Statement

TWO_LISTS: Statement[tuple[Any, ...]] = Statement(
    None,
    postgresql="""
WITH a AS MATERIALIZED (SELECT * FROM json_to_recordset(CAST(:scans AS json)) AS a(
    id uuid, said text))
SELECT id, :fair_id, m.at, said::text FROM a
JOIN json_to_recordset(CAST(:moved AS json)) AS m(id uuid, at timestamptz) ON m.id = a.id""",
)


def test_lists_of_one_row_are_filled_in_value_by_value() -> None:
    sent, filled_in = TWO_LISTS.as_sent(
        fair_id=7, scans=[{"id": "a", "said": "어서 오세요"}], moved=[{"id": "b", "at": None}]
    )
    assert "json" not in sent
    assert "WITH a AS NOT MATERIALIZED" in sent
    assert "CAST(%(scans_of_id)s AS uuid) AS id, CAST(%(scans_of_said)s AS text) AS said" in sent
    assert filled_in == {
        "fair_id": 7,
        "scans_of_id": "a",
        "scans_of_said": "어서 오세요",
        "moved_of_id": "b",
        "moved_of_at": None,
    }


def test_what_a_row_does_not_speak_of_is_null() -> None:
    filled_in = TWO_LISTS.as_sent(fair_id=7, scans=[{"id": "a"}], moved=[{"id": "b"}])[1]
    assert (filled_in["scans_of_said"], filled_in["moved_of_at"]) == (None, None)


@pytest.mark.parametrize("many", [[], [{"id": "a", "said": "가"}, {"id": "b", "said": "나"}]])
def test_a_list_of_none_or_many_rows_goes_as_json_with_all_others(many: list[Any]) -> None:
    sent, filled_in = TWO_LISTS.as_sent(fair_id=7, scans=many, moved=[{"id": "b"}])
    assert sent.count("json_to_recordset") == 2
    assert "WITH a AS MATERIALIZED" in sent
    assert set(filled_in) == {"fair_id", "scans", "moved"}
    assert filled_in["moved"] == '[{"id":"b"}]'


def test_a_cast_is_no_value_and_nothing_that_is_needed_may_be_left_out() -> None:
    assert "said::text" in TWO_LISTS.as_sent(fair_id=7, scans=[], moved=[])[0]
    with pytest.raises(KeyError, match="fair_id"):
        TWO_LISTS.as_sent(scans=[], moved=[])
