"""What is known about a code does not depend on what else is asked, or in which way."""

from typing import Any

from festa.gates.answer import Place, ScanRequest
from festa.gates.facts import facts_of
from festa.gates.statement import direct_line, go_by_index
from tests.factories import make_fair, make_registration
from tests.integration.gates.handset import badge_of


def test_a_code_is_found_alike_alone_and_among_others_over_every_line(db: Any) -> None:
    fair = make_fair()
    badge = badge_of(make_registration(fair))
    place = Place.at(fair.gates[0])
    db.session.commit()
    code, short = ScanRequest(badge.code), ScanRequest(badge.short_code)
    named = ScanRequest("", registration_id=badge.registration_id)
    alone = facts_of(place, [code])
    assert alone[0].badge_id == badge.id
    assert facts_of(place, [code, ScanRequest("nonsense"), short, named])[0] == alone[0]
    assert facts_of(place, [code, code])[0] == alone[0]
    go_by_index()
    assert facts_of(place, [code]) == alone
    db.session.commit()
    with direct_line():
        assert facts_of(place, [code]) == alone
        assert facts_of(place, [code, short])[0] == alone[0]
    for other in (short, named):
        assert facts_of(place, [other]) == alone
