"""Arrivals that only paper tells of: a slip filled in at the door, a tick on the door list.

They are kept as scans are that a phone sends late: with the moment on the paper, judged by the
day of the fair even after it has closed, and counted once. The earliest way in stands, whether
paper or a phone tells of it; which of the two was first is no dispute (see batch).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import ngettext

from festa.audit.actor import Actor
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, Gate
from festa.formats import hour
from festa.gates.answer import Place, ScanRequest, Taken
from festa.gates.decision import LETS_IN, ScanOutcome
from festa.gates.models import ScanMethod
from festa.gates.service import take_scans
from festa.gates.statement import go_by_index
from festa.gates.undoing import lock_people

# From when the doors are opened until what came of the fair has been reported.
ENTERED_IN = frozenset({FairState.LIVE, FairState.CLOSED, FairState.FOLLOW_UP})


def takes_arrivals(fair: Fair) -> bool:
    """Whether arrivals can be entered: it is time for it, and the fair has a gate."""
    return fair.state in ENTERED_IN and bool(fair.gates)


def note_arrivals(
    gate: Gate, registration_ids: Iterable[int], at: datetime, by: Actor
) -> list[Taken]:
    """Let these people be in since this moment; what the gate says of each, in their order."""
    go_by_index()
    people = dict.fromkeys(registration_ids)
    lock_people(people)
    asked = [
        ScanRequest(
            "",
            method=ScanMethod.PAPER,
            scanned_at=at,
            offline=True,
            registration_id=registration_id,
        )
        for registration_id in people
    ]
    return take_scans(Place.at(gate), asked, by)


def said_of(gate: Gate, at: datetime, taken: Sequence[Taken]) -> list[tuple[str, str]]:
    """What came of arrivals, in sentences with the kind of each: entered, there already, refused."""
    outcomes = Counter(one.outcome for one in taken)
    entered = sum(outcomes[outcome] for outcome in LETS_IN)
    already = outcomes[ScanOutcome.ALREADY_IN]
    refused = len(taken) - entered - already
    said = []
    if entered:
        sentence = ngettext(
            "%(when)s %(gate)s 입장으로 %(num)s명을 적었어요.",
            "%(when)s %(gate)s 입장으로 %(num)s명을 적었어요.",
            entered,
            when=hour(at),
            gate=gate.name,
        )
        said.append((sentence, "ok"))
    if already:
        sentence = ngettext(
            "%(num)s명은 그보다 먼저 들어오신 것으로 적혀 있어요.",
            "%(num)s명은 그보다 먼저 들어오신 것으로 적혀 있어요.",
            already,
        )
        said.append((sentence, "info"))
    if refused:
        sentence = ngettext(
            "%(num)s명은 확정된 신청이 아니어서 입장으로 적지 못했어요. 안내 데스크에서 확인해 주세요.",
            "%(num)s명은 확정된 신청이 아니어서 입장으로 적지 못했어요. 안내 데스크에서 확인해 주세요.",
            refused,
        )
        said.append((sentence, "wait"))
    return said
