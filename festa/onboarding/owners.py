"""Of which companies somebody is the owner."""

from typing import Any

from festa.employers.models import Employer, RecruiterRole


def owned_employers(account: Any) -> list[Employer]:
    """The companies for which this account answers."""
    return [
        one.employer
        for one in account.recruiterships
        if one.active and one.role is RecruiterRole.OWNER
    ]
