"""Handing in a résumé: with the application or after it, under a consent, with a receipt."""

from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.consents.models import ConsentMethod, Purpose
from festa.employers.participation import Mode
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.applications import set_application
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState
from festa.resumes.contents import FileKind, Judged
from festa.resumes.models import Delivery, Resume, ResumeContent
from festa.resumes.number import read_number
from festa.resumes.refusals import ResumeRefusal
from festa.resumes.service import hand_in, read
from festa.resumes.states import DeliveryState
from tests.factories import (
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_registration,
    make_seeker,
    sign_in,
)
from tests.integration.resumes.post import Post, bytes_kept, make_post, one_more, told
from tests.resume_files import a_docx, a_pdf, a_photo


def upload(*files: tuple[str, bytes], **fields: Any) -> dict[str, Any]:
    """The form with these files, each at its field."""
    data: dict[str, Any] = dict(fields)
    for name, content in files:
        data.setdefault(name, []).append((BytesIO(content), "..\\이력서<b>.pdf"))
    return data


def resumes() -> list[Resume]:
    return list(db.session.scalars(select(Resume).order_by(Resume.id)))


@pytest.fixture
def post(client: FlaskClient) -> Post:
    """Somebody signed in who has applied to a posting-only employer."""
    made = make_post()
    sign_in(client, made.registration.seeker)
    return made


def test_applying_and_the_resume_go_in_together_and_the_receipt_follows(
    client: FlaskClient,
) -> None:
    registration = make_registration(make_fair(), make_seeker())
    part = make_participation(registration.fair, make_employer(name="한빛물류"), Mode.POSTING_ONLY)
    job = make_job(part, title="재고 관리")
    sign_in(client, registration.seeker)
    page = client.get(f"/my/apply/{part.id}").text
    assert 'enctype="multipart/form-data"' in page
    assert 'capture="environment"' in page
    form = upload(("files", a_pdf()), consent="y", job=job.id)
    answer = client.post(f"/my/apply/{part.id}", data=form, follow_redirects=True)
    receipt = unescape(answer.text)
    (resume,) = resumes()
    assert (resume.kind, resume.application.job_id) == (FileKind.PDF, job.id)
    assert read(resume) == a_pdf()
    for said in (
        "이력서 접수증",
        "한빛물류",
        "재고 관리",
        "기업이 아직 받지 않았어요",
        "답변 기한",
    ):
        assert said in receipt
    assert clock.local(resume.delivery.due_at).isoformat() == "2026-11-30T18:00:00+09:00"


def test_a_refused_file_applies_for_nothing_and_what_was_chosen_stays(client: FlaskClient) -> None:
    registration = make_registration(make_fair(), make_seeker())
    part = make_participation(registration.fair, mode=Mode.POSTING_ONLY)
    job = make_job(part)
    sign_in(client, registration.seeker)
    form = upload(("files", b"<svg onload=alert(1)>" * 20), consent="y", job=job.id)
    answer = client.post(f"/my/apply/{part.id}", data=form)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "PDF로 저장해서 올려 주세요" in page
    assert "파일을 다시 골라 주세요" in page
    for name, value in (("job", str(job.id)), ("consent", "y")):
        tick = page[page.index(f'name="{name}" value="{value}"') :].partition(">")[0]
        assert "checked" in tick
    assert db.session.scalar(select(func.count(Application.id))) == 0
    assert resumes() == []


def test_without_the_consent_nothing_is_kept(client: FlaskClient) -> None:
    registration = make_registration(make_fair(), make_seeker())
    part = make_participation(registration.fair, mode=Mode.POSTING_ONLY)
    sign_in(client, registration.seeker)
    answer = client.post(f"/my/apply/{part.id}", data=upload(("files", a_pdf()), job="0"))
    assert answer.status_code == 422
    assert bytes_kept() == 0


def test_whoever_applies_without_a_file_is_shown_where_to_hand_it_in_later(
    client: FlaskClient,
) -> None:
    registration = make_registration(make_fair(), make_seeker())
    part = make_participation(registration.fair, mode=Mode.POSTING_ONLY)
    sign_in(client, registration.seeker)
    answer = client.post(f"/my/apply/{part.id}", data={"consent": "y", "job": "0"})
    application = db.session.scalars(select(Application)).one()
    assert answer.location == f"/my/applications/{application.id}/resume"
    assert f"/my/applications/{application.id}/resume" in client.get("/my").text


def test_an_employer_in_the_hall_asks_for_no_file_but_takes_one(client: FlaskClient) -> None:
    post = make_post(mode=Mode.ONSITE)
    sign_in(client, post.registration.seeker)
    other = make_participation(post.fair)
    assert 'type="file"' not in client.get(f"/my/apply/{other.id}").text
    client.post(f"/my/applications/{post.application.id}/resume", data=upload(("files", a_pdf())))
    (resume,) = resumes()
    assert resume.delivery.due_at is None
    assert told("resume_arrived") == []


def test_photos_of_three_sheets_arrive_as_one_pdf(client: FlaskClient, post: Post) -> None:
    sheets = [(f"sheet_{number}", a_photo((400, 500))) for number in (1, 2, 3)]
    answer = client.post(f"/my/applications/{post.application.id}/resume", data=upload(*sheets))
    assert answer.status_code == 303
    (resume,) = resumes()
    assert (resume.kind, resume.pages) == (FileKind.PHOTOS, 3)
    assert "종이 이력서 사진 3쪽" in client.get(answer.location).text
    own = client.get(f"/my/resumes/{resume.id}/file")
    assert own.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ" + b"\x00" * 400, "실행 파일은 받지 않아요"),
        (a_pdf(password="1234"), "암호나 보안이 걸린 파일"),
        (a_docx(word__media__a=b"\x00" * 81 * 1024 * 1024), "파일을 풀면 너무 커져요"),
        (b"%PDF-1.4 " + b"\x00" * (10 * 1024 * 1024), "10MB를 넘어요"),
    ],
)
def test_hostile_uploads_are_refused_with_a_sentence(
    client: FlaskClient, post: Post, content: bytes, said: str
) -> None:
    answer = client.post(
        f"/my/applications/{post.application.id}/resume", data=upload(("files", content))
    )
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert bytes_kept() == 0


def test_what_is_kept_is_sealed_and_named_by_its_number_alone(
    client: FlaskClient, post: Post
) -> None:
    client.post(f"/my/applications/{post.application.id}/resume", data=upload(("files", a_pdf())))
    kept = db.session.scalars(select(ResumeContent)).one()
    assert b"%PDF" not in kept.sealed
    (resume,) = resumes()
    answer = client.get(f"/my/resumes/{resume.id}/file")
    named = answer.headers["Content-Disposition"]
    assert named == f'attachment; filename="resume-{resume.delivery.number}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_receipt_comes_as_a_message_with_its_number_and_the_deadline(post: Post) -> None:
    resume = post.hand_in()
    (message,) = told("resume_receipt")
    assert message.recipient == post.registration.seeker.phone
    assert "한빛물류에 이력서를 전했어요" in message.body
    assert "11월 30일(월) 오후 6:00" in message.body
    shown = message.body.partition("접수번호 ")[2][:11]
    assert read_number(shown) == resume.delivery.number


def test_a_new_resume_replaces_the_old_one_whose_bytes_go_and_whose_receipt_stays(
    client: FlaskClient, post: Post
) -> None:
    old = post.hand_in("first")
    page = client.get(f"/my/applications/{post.application.id}/resume").text
    assert "지금 낸 이력서" in page
    new = upload(("files", a_pdf("second")))
    client.post(f"/my/applications/{post.application.id}/resume", data=new)
    before, after = resumes()
    assert before.id == old.id
    assert (before.delivery.state, bytes_kept()) == (DeliveryState.REPLACED, 1)
    assert read(after) == a_pdf("second")
    assert "이제 저희에게도 없어요" in client.get(f"/my/resumes/{before.id}").text
    assert client.get(f"/my/resumes/{before.id}/file").status_code == 409


def test_the_same_file_again_is_the_one_that_stands(client: FlaskClient, post: Post) -> None:
    for _tap in range(3):
        file = upload(("files", a_pdf("first")))
        answer = client.post(f"/my/applications/{post.application.id}/resume", data=file)
        assert answer.status_code == 303
    (resume,) = resumes()
    assert (resume.delivery.state, bytes_kept()) == (DeliveryState.SENT, 1)
    assert len(told("resume_receipt")) == 1


def test_taking_back_destroys_the_bytes_and_leaves_the_application(
    client: FlaskClient, post: Post
) -> None:
    resume = post.hand_in()
    client.post(f"/my/resumes/{resume.id}/take-back")
    assert (resume.delivery.state, bytes_kept()) == (DeliveryState.TAKEN_BACK, 0)
    assert post.application.state is ApplicationState.APPLIED
    assert client.post(f"/my/resumes/{resume.id}/take-back").status_code == 409


def test_after_the_answer_the_deadline_or_a_step_back_nothing_is_taken(
    client: FlaskClient, post: Post, clock_stands: Any
) -> None:
    judged = Judged(FileKind.PDF, a_pdf())

    def why(application: Application) -> Any:
        with pytest.raises(Refused) as refused:
            hand_in(application, judged, application.registration.seeker.as_actor())
        return refused.value.reason

    declined, gone = one_more(post.participation), one_more(post.participation)
    set_application(declined.application, ApplicationState.DECLINED, SYSTEM)
    assert why(declined.application) is ResumeRefusal.ANSWERED
    set_application(gone.application, ApplicationState.WITHDRAWN, SYSTEM)
    assert why(gone.application) is ResumeRefusal.STEPPED_BACK
    answered = one_more(post.participation)
    answered.hand_in()
    set_application(answered.application, ApplicationState.SHORTLISTED, SYSTEM)
    assert why(answered.application) is ResumeRefusal.ANSWERED
    clock_stands.move_to("2026-11-30T18:00:01+09:00")
    assert why(post.application) is ResumeRefusal.TOO_LATE
    sign_in(client, post.registration.seeker)
    page = client.get(f"/my/applications/{post.application.id}/resume")
    assert "기한이 지났어요" in page.text
    late = upload(("files", a_pdf()))
    answer = client.post(f"/my/applications/{post.application.id}/resume", data=late)
    assert answer.status_code == 409


def test_the_resume_of_somebody_else_is_not_there(client: FlaskClient, post: Post) -> None:
    other = one_more(post.participation)
    resume = other.hand_in("theirs")
    number = resume.id
    db.session.commit()
    for address in (f"/my/resumes/{number}", f"/my/resumes/{number}/file"):
        assert client.get(address).status_code == 404
    for address in (f"/my/resumes/{number}/take-back", f"/my/resumes/{number}/relay"):
        assert client.post(address).status_code == 404
    theirs = f"/my/applications/{other.application.id}/resume"
    assert client.get(theirs).status_code == 404
    assert client.post(theirs, data=upload(("files", a_pdf()))).status_code == 404
    assert resume.delivery.state is DeliveryState.SENT


def test_without_a_text_in_force_there_is_no_way_to_hand_in(client: FlaskClient) -> None:
    registration = make_registration(make_fair(texts=(Purpose.NOTICE,)), make_seeker())
    part = make_participation(registration.fair, mode=Mode.POSTING_ONLY)
    sign_in(client, registration.seeker)
    answer = client.post(f"/my/apply/{part.id}", data=upload(("files", a_pdf()), consent="y"))
    assert answer.status_code == 409


def test_the_delivery_names_the_consent_under_which_it_went(post: Post) -> None:
    resume = post.hand_in()
    delivery = db.session.scalars(select(Delivery)).one()
    assert delivery.consent_id
    assert resume.method is ConsentMethod.WEB
