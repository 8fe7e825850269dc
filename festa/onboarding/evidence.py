"""Whether an employer is proven to be one (직업안정법 시행령 §28: 구인자의 신원 확인) before it is approved."""

from dataclasses import dataclass
from enum import StrEnum


class TaxStatus(StrEnum):
    """What the tax office says about a business number."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNREGISTERED = "unregistered"
    UNKNOWN = "unknown"


class Match(StrEnum):
    """Whether number, chief and day of opening belong together, as the tax office knows them."""

    MATCHED = "matched"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """What follows for the organiser who decides."""

    PROVEN = "proven"
    BY_DOCUMENT = "by_document"
    KNOWN = "known"
    DOCUMENT_MISSING = "document_missing"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNREGISTERED = "unregistered"


ENOUGH = frozenset({Evidence.PROVEN, Evidence.BY_DOCUMENT, Evidence.KNOWN})
STOPPED: dict[TaxStatus, Evidence] = {
    TaxStatus.SUSPENDED: Evidence.SUSPENDED,
    TaxStatus.CLOSED: Evidence.CLOSED,
    TaxStatus.UNREGISTERED: Evidence.UNREGISTERED,
}


@dataclass(frozen=True)
class Found:
    """What is on the table: the tax office's two answers, a paper, an earlier approval."""

    status: TaxStatus = TaxStatus.UNKNOWN
    match: Match = Match.UNKNOWN
    document: bool = False
    approved_before: bool = False


def weigh(found: Found) -> Evidence:
    """What the findings come to. A number out of use outweighs every paper."""
    if found.status in STOPPED:
        return STOPPED[found.status]
    if found.status is TaxStatus.ACTIVE and found.match is Match.MATCHED:
        return Evidence.PROVEN
    if found.document:
        return Evidence.BY_DOCUMENT
    if found.approved_before and found.match is not Match.DIFFERENT:
        return Evidence.KNOWN
    return Evidence.DOCUMENT_MISSING
