"""An interviewer's notes: read beside colleagues', written, taken away."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from festa.employers.models import Participation
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.interviews.employer_pages import applicants_of, bp, people_on
from festa.interviews.note_forms import NoteForm, note_form
from festa.interviews.notes import notes_about, write_note
from festa.interviews.people import OpenPerson, open_people
from festa.permissions import Permission, acting, requires
from festa.registrations.models import Registration
from festa.registrations.queries import find_registration


@bp.route("/<int:participation_id>/people/<int:registration_id>/note", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def note(participation_id: int, registration_id: int) -> Any:
    """The notes about one person; what is refused stays typed, with why."""
    participation = applicants_of(participation_id)
    registration, person = somebody(participation, registration_id)
    if request.method == "GET":
        return _page(participation, registration, person, None)
    form = NoteForm()
    if form.validate_on_submit():
        try:
            author = current_user._get_current_object()
            kept = write_note(participation, registration, author, form.note, acting())
            db.session.commit()
            flash(_("메모를 저장했어요.") if kept else _("메모를 지웠어요."), "ok")
            return redirect(back_to(participation, registration), 303)
        except Refused as refused:
            db.session.rollback()
            form.words.errors = [str(refused.sentence)]
    return _page(participation, registration, person, form), 422


def somebody(participation: Participation, registration_id: int) -> tuple[Registration, OpenPerson]:
    """A person who agreed to be known to this employer here, with the look noted."""
    registration = known(participation, registration_id)
    people = people_on("employer_note", participation, [registration.seeker_id])
    return registration, people[registration.seeker_id]


def known(participation: Participation, registration_id: int) -> Registration:
    """The registration of somebody whom this employer may know; NotFound for all others."""
    registration = find_registration(registration_id)
    if registration is None or registration.fair_id != participation.fair_id:
        raise NotFound
    if registration.seeker_id not in open_people(participation, [registration.seeker_id]):
        raise NotFound
    return registration


def back_to(participation: Participation, registration: Registration) -> str:
    """The page of this employer from which one came, else the notes themselves."""
    asked = request.values.get("back", "")
    if asked.startswith(f"/employer/{participation.id}/") and "\\" not in asked:
        return asked
    return url_for(
        "interviews.note", participation_id=participation.id, registration_id=registration.id
    )


def _page(
    participation: Participation,
    registration: Registration,
    person: OpenPerson,
    form: NoteForm | None,
) -> str:
    notes = notes_about(participation, [registration.id]).get(registration.id, [])
    own = next((one for one in notes if one.account_id == current_user.id), None)
    return render_template(
        "interviews/note.html",
        participation=participation,
        registration=registration,
        person=person,
        form=form or note_form(own),
        others=[one for one in notes if one is not own],
        back=back_to(participation, registration) if "back" in request.values else None,
    )
