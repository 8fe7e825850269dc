"""What employers are told about their application and their team, by e-mail, in their language."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from festa import clock
from festa.fairs.models import Fair
from festa.formats import day, in_language, moment
from festa.links import site_link
from festa.messages.service import About, send_email
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.links import link_to
from festa.onboarding.models import EmployerApplication, FixRequest
from festa.onboarding.words import FIELD_WORDS, INVITED_AS


def send_link(application: EmployerApplication) -> None:
    """The link to the application: to begin, and to come back."""
    application.link_sent_at = clock.now()
    with force_locale(application.locale):
        subject = _("%(fair)s 기업 참가 신청을 이어서 해 주세요", fair=_named(application.fair))
        body = [
            _("아래 링크를 열면 신청서를 이어서 쓰고, 심사 결과도 볼 수 있어요."),
            link_to(application),
            _("%(until)s까지 쓸 수 있어요.", until=moment(application.link_expires_at)),
            _("신청하신 적이 없다면 이 메일을 지워 주세요. 아무 일도 일어나지 않아요."),
        ]
    _mail(application, "employer_application_link", subject, body, urgent=True)


def tell_received(application: EmployerApplication) -> None:
    """That it arrived, and what comes next."""
    with force_locale(application.locale):
        subject = _("%(fair)s 참가 신청을 받았어요", fair=_named(application.fair))
        body = [
            _("%(name)s의 참가 신청을 잘 받았어요.", name=application.name),
            _("운영사무국이 살펴보고 이메일로 결과를 알려 드려요."),
            *_where(application),
        ]
    _mail(application, "employer_application_received", subject, body)


def tell_needs_fix(application: EmployerApplication, remarks: Sequence[FixRequest]) -> None:
    """What is to be put right, field by field."""
    with force_locale(application.locale):
        subject = _("%(fair)s 참가 신청에 보완할 곳이 있어요", fair=_named(application.fair))
        asked = [f"- {FIELD_WORDS[one.field]}: {one.sentence}" for one in remarks]
        body = [
            _("아래 내용을 고치거나 답을 적어 다시 보내 주세요. 나머지는 그대로 남아 있어요."),
            *asked,
            *_where(application),
        ]
    _mail(application, "employer_application_needs_fix", subject, body)


def tell_rejected(application: EmployerApplication) -> None:
    """That it cannot be, why, and whom to ask."""
    with force_locale(application.locale):
        subject = _("%(fair)s 참가 신청 결과를 알려 드려요", fair=_named(application.fair))
        body = [
            _(
                "%(name)s의 신청을 살펴보았지만 이번에는 함께하지 못하게 되었어요.",
                name=application.name,
            ),
            application.reason,
            _("사정이 바뀌면 언제든 다시 신청하실 수 있어요. 관심을 가져 주셔서 고맙습니다."),
        ]
    _mail(application, "employer_application_rejected", subject, body)


def tell_approved(application: EmployerApplication, token: str | None) -> None:
    """That the employer takes part; with the link to an account where nobody has one yet."""
    fair = application.fair
    with force_locale(application.locale):
        subject = _("%(fair)s 참가가 확정되었어요", fair=_named(fair))
        body = [
            _(
                "%(name)s의 참가가 확정되었어요. %(day)s에 만나요.",
                name=application.name,
                day=day(fair.day),
            ),
        ]
        if token is None:
            body += [
                _("기업 화면에 로그인해 채용공고를 확인하고 게시해 주세요."),
                site_link("accounts.sign_in"),
            ]
        else:
            body += [
                _(
                    "아래 링크에서 비밀번호를 정하면 기업 화면이 열려요. 한 번만, 7일 안에 쓸 수 있어요."
                ),
                invitation_link(token),
            ]
    _mail(application, "employer_application_approved", subject, body)


def tell_invited(invitation: TeamInvitation, token: str) -> None:
    """The link with which somebody joins an employer's team."""
    with force_locale(invitation.locale):
        company = invitation.employer.name
        subject = _("%(company)s 채용팀에 초대받으셨어요", company=company)
        body = [
            _(
                "%(company)s에서 함께 일하도록 초대받으셨어요(%(role)s). 아래 링크를 열어 시작해 주세요.",
                company=company,
                role=INVITED_AS[invitation.role],
            ),
            invitation_link(token),
            _("%(until)s까지, 한 번만 쓸 수 있어요.", until=moment(invitation.expires_at)),
            _("모르는 곳에서 온 초대라면 이 메일을 지워 주세요."),
        ]
    about = About(row_id=invitation.id, urgent=True, lapses_at=invitation.expires_at)
    text = "\n".join(line for line in body if line)
    send_email(invitation.email, "employer_team_invitation", subject, text, about, secret=True)


def invitation_link(token: str) -> str:
    """Where an invitation is taken up."""
    return site_link("joining.join", token=token)


def _named(fair: Fair) -> str:
    return in_language(fair.title, fair.title_en)


def _where(application: EmployerApplication) -> list[str]:
    """Where the applicant sees it: behind the link, or signed in as the owner."""
    if application.applied_by_id is not None:
        return [_("기업 화면에 로그인하면 볼 수 있어요."), site_link("accounts.sign_in")]
    return [_("여기에서 볼 수 있어요."), link_to(application)]


def _mail(
    application: EmployerApplication,
    template: str,
    subject: str,
    body: Sequence[str],
    *,
    urgent: bool = False,
) -> None:
    """The links in it open an application: it counts as secret, and no console shows it."""
    about = About(fair_id=application.fair_id, row_id=application.id, urgent=urgent)
    text = "\n".join(str(line) for line in body if line)
    send_email(application.email, template, subject, text, about, secret=True)
