"""The National Tax Service's service for business numbers (국세청 사업자등록정보 진위확인 및 상태조회).

Two questions over HTTP, JSON both ways: POST /status says whether a number is in use, POST
/validate whether number, day of opening and chief belong together. A service that is silent,
full or not configured answers nothing: then a document decides. No answer is ever guessed.
"""

import logging
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import httpx

from festa.onboarding.evidence import Match, TaxStatus

log = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(4.0, connect=2.0)  # seconds: somebody waits in a browser
MOST_BYTES = 64 * 1024
STATES = {"01": TaxStatus.ACTIVE, "02": TaxStatus.SUSPENDED, "03": TaxStatus.CLOSED}
NOT_IN_A_NAME = re.compile(r"\s+")


@dataclass(frozen=True)
class Business:
    """What is asked about: the ten digits, the chief and the day of opening."""

    number: str
    chief: str
    founded_on: date | None


@dataclass(frozen=True)
class TaxAnswer:
    """What the tax office said; unknown wherever it said nothing."""

    status: TaxStatus = TaxStatus.UNKNOWN
    match: Match = Match.UNKNOWN


class TaxOffice(Protocol):
    """Something that knows about business numbers."""

    def ask(self, business: Business) -> TaxAnswer:
        """What it knows of this business; never raises."""


class Offline:
    """No service at hand: everything is unknown."""

    def ask(self, business: Business) -> TaxAnswer:
        """Nothing is known."""
        return TaxAnswer()


class NationalTaxService:
    """The service itself. Asked outside of any transaction: it may take seconds to answer."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url.rstrip("/"), key

    def ask(self, business: Business) -> TaxAnswer:
        """Status, and match where chief and day are known; unknown where the service fails."""
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
            told = self._post(client, "status", {"b_no": [business.number]}, business.number)
            status = _status(told)
            if status is not TaxStatus.ACTIVE or not business.chief or not business.founded_on:
                return TaxAnswer(status)
            asked = {
                "b_no": business.number,
                "start_dt": business.founded_on.strftime("%Y%m%d"),
                "p_nm": NOT_IN_A_NAME.sub("", business.chief),
            }
            told = self._post(client, "validate", {"businesses": [asked]}, business.number)
            return TaxAnswer(status, _match(told))

    def _post(
        self, client: httpx.Client, path: str, body: dict[str, Any], number: str
    ) -> dict[str, Any]:
        """The entry about this number; empty where there is none. The key is never logged."""
        try:
            answer = client.post(
                f"{self.url}/{path}",
                params={"serviceKey": self.key, "returnType": "JSON"},
                json=body,
            )
            if not answer.is_success or len(answer.content) > MOST_BYTES:
                log.warning("the tax office answered %s to %s", answer.status_code, path)
                return {}
            told = answer.json()
        except httpx.HTTPError as problem:
            log.warning("the tax office did not answer %s: %s", path, type(problem).__name__)
            return {}
        except ValueError:
            log.warning("the tax office answered %s without JSON", path)
            return {}
        entries = told.get("data") if isinstance(told, dict) else None
        mine = [
            one
            for one in (entries if isinstance(entries, list) else [])
            if isinstance(one, dict) and one.get("b_no") == number
        ]
        return mine[0] if mine else {}


def _status(told: dict[str, Any]) -> TaxStatus:
    """01, 02 or 03; an entry without a code names a number that was never given out."""
    code = told.get("b_stt_cd")
    if code in STATES:
        return STATES[code]
    registered = "등록되지 않은" not in str(told.get("tax_type", ""))
    return TaxStatus.UNKNOWN if registered else TaxStatus.UNREGISTERED


def _match(told: dict[str, Any]) -> Match:
    return {"01": Match.MATCHED, "02": Match.DIFFERENT}.get(
        str(told.get("valid", "")), Match.UNKNOWN
    )


def tax_office_of(settings: Any) -> TaxOffice:
    """The service that these settings name; Offline without a key."""
    if settings["TAX_OFFICE_KEY"] and settings["TAX_OFFICE_URL"]:
        return NationalTaxService(settings["TAX_OFFICE_URL"], settings["TAX_OFFICE_KEY"])
    return Offline()
