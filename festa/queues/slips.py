"""What is written on a number's slip of paper."""

from collections.abc import Sequence

from flask_babel import gettext as _

from festa.fairs.models import Fair
from festa.formats import hour, in_language
from festa.interviews.models import InterviewTable
from festa.queues.models import Ticket
from festa.queues.queries import LineRow, line_of
from festa.queues.slip_pdf import NumberSlip
from festa.queues.words import eta_words


def slip_of(ticket: Ticket) -> NumberSlip:
    """The slip of one number, with how it stands now."""
    line = line_of(ticket.table)
    rows = {row.ticket.id: row for row in (*line.rows, *line.held)}
    return _slip(ticket, rows.get(ticket.id))


def slips_of(table: InterviewTable) -> Sequence[NumberSlip]:
    """The slips of everybody in a table's line, in its order."""
    line = line_of(table)
    return [_slip(row.ticket, row) for row in (*line.rows, *line.held)]


def _slip(ticket: Ticket, row: LineRow | None) -> NumberSlip:
    fair: Fair = ticket.registration.fair
    booth = ticket.participation.booth
    place = ticket.table.label
    if booth is not None:
        place = f"{_('부스 %(number)s', number=booth.number)} · {place}"
    return NumberSlip(
        number=ticket.label,
        employer=ticket.participation.employer.name,
        place=place,
        given=_("%(at)s에 받음", at=hour(ticket.arrived_at)),
        waits=_waits(row),
        rule=_(
            "현황판과 문자로 불러 드려요. 두 번 불러도 안 계시면 잠시 뒤로 미뤄요. 예상 시간은 달라질 수 있어요."
        ),
        fair=_("%(city)s JOB 매칭 페스타", city=in_language(fair.city, fair.city_en)),
    )


def _waits(row: LineRow | None) -> str:
    if row is None or row.eta is None:
        return _("차례를 기다려 주세요")
    if not row.eta.ahead:
        return _("다음 차례예요")
    return _("앞에 %(count)s분 · %(eta)s", count=row.eta.ahead, eta=eta_words(row.eta))
