"""Arrivals that only paper tells of: a slip filled in at the door, a tick on the door list.

They are kept as scans are that a phone sends late: with the moment on the paper, judged by the
day of the fair even after it has closed, and counted once. The earliest way in stands, whether
paper or a phone tells of it; which of the two was first is no dispute (see batch).
"""

from collections.abc import Iterable
from datetime import datetime

from festa.audit.actor import Actor
from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair, Gate
from festa.gates.answer import Place, ScanRequest, Taken
from festa.gates.models import ScanMethod
from festa.gates.service import take_scans
from festa.gates.statement import go_by_index


def takes_arrivals(fair: Fair) -> bool:
    """Whether arrivals can be entered: the fair's doors have been opened, and it has a gate."""
    return (fair.state is FairState.LIVE or fair.state in OVER) and bool(fair.gates)


def note_arrivals(
    gate: Gate, registration_ids: Iterable[int], at: datetime, by: Actor
) -> list[Taken]:
    """Let these people be in since this moment; what the gate says of each, in their order."""
    go_by_index()
    asked = [
        ScanRequest(
            "",
            method=ScanMethod.PAPER,
            scanned_at=at,
            offline=True,
            registration_id=registration_id,
        )
        for registration_id in dict.fromkeys(registration_ids)
    ]
    return take_scans(Place.at(gate), asked, by)
