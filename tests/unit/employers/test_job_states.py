"""Every pair of states of a posting."""

import pytest

from festa.employers.models import JobState
from festa.employers.states import move_job
from festa.fairs.lifecycle import IllegalMove

WAYS = {
    "draft": {"screening", "closed"},
    "screening": {"draft", "posted", "closed"},
    "posted": {"draft", "screening", "filled", "closed"},
    "filled": {"screening", "closed"},
    "closed": {"draft", "screening"},
}


@pytest.mark.parametrize("start", list(JobState))
@pytest.mark.parametrize("end", list(JobState))
def test_only_the_planned_ways_exist(start: JobState, end: JobState) -> None:
    if end in WAYS[start]:
        assert move_job(start, end) is end
    else:
        with pytest.raises(IllegalMove):
            move_job(start, end)
