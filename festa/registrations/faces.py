"""What is printed on the badges of seekers, read from their registrations."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from festa.badges.face import BadgeFace, RoleKind, Stop, StopState
from festa.badges.models import Badge
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.queries import public_season
from festa.formats import day, in_language
from festa.registrations.models import Registration


def badge_face(registration: Registration, badge: Badge) -> BadgeFace:
    """The face of one badge."""
    return _face(registration, badge, line_of(registration.fair))


def badge_faces(
    pairs: Sequence[tuple[Registration, Badge]],
) -> Iterator[BadgeFace]:
    """The faces of many badges; the line of each fair is read once."""
    lines: dict[int, tuple[Stop, ...]] = {}
    for registration, badge in pairs:
        if registration.fair_id not in lines:
            lines[registration.fair_id] = line_of(registration.fair)
        yield _face(registration, badge, lines[registration.fair_id])


def line_of(fair: Fair) -> tuple[Stop, ...]:
    """The tour as it stands on the day of this fair, when its badges are worn."""
    fairs = [one for one in public_season(fair.tour) if one.state is not FairState.CANCELLED]
    return tuple(Stop(in_language(one.city, one.city_en), _state(one, fair)) for one in fairs)


def _state(one: Fair, fair: Fair) -> StopState:
    if one.id == fair.id:
        return StopState.TODAY
    return StopState.DONE if one.day < fair.day else StopState.COMING


def _face(registration: Registration, badge: Badge, line: tuple[Stop, ...]) -> BadgeFace:
    """Name and fair only: wished work and courses are not agreed to for a badge in a hall."""
    fair = registration.fair
    here = [index for index, stop in enumerate(line) if stop.state is StopState.TODAY]
    return BadgeFace(
        kind=RoleKind.SEEKER,
        role=_("구직자"),
        name=registration.seeker.name,
        fair_title=in_language(fair.title, fair.title_en),
        date_text=day(fair.day, long=True),
        code=badge.code,
        short_code=badge.short_code,
        code_label=_("명찰 번호"),
        stops=line,
        current=here[0] if here else None,
    )
