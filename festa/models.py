"""Every table, imported in one place so that the mapper and the migrations know them all."""

from festa.accounts.models import Account, StaffAssignment
from festa.audit.models import AuditEntry
from festa.badges.lanyard_models import Lanyard
from festa.badges.models import Badge
from festa.badges.print_models import PrintRun, PrintRunBadge
from festa.certificates.models import Certificate
from festa.consents.models import Consent, ConsentText
from festa.employers.models import Booth, Employer, Job, Participation, Recruiter
from festa.employers.question_models import Question
from festa.employers.token_models import EmployerToken
from festa.employers.wording_models import WordingPass
from festa.fairs.models import Fair, FairHost, Gate, Hall, Tour, Venue
from festa.follow_ups.models import FollowUp
from festa.gates.closing_models import DayClosing
from festa.gates.device_models import Device, PairingCode, ScanConflict
from festa.gates.models import CheckIn, Scan
from festa.interviews.answer_models import Answer
from festa.interviews.models import (
    Application,
    Booking,
    BookingChange,
    BookingLimit,
    BookingUnit,
    InterviewTable,
    Outcome,
    Slot,
)
from festa.interviews.note_models import InterviewNote
from festa.interviews.recommendation_models import Recommendation
from festa.interviews.statement_models import OutcomeStatement
from festa.messages.models import MessageAttempt, OutboxMessage
from festa.nights.models import NightJob
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.models import EmployerApplication, EmployerDocument, FixRequest
from festa.queues.models import QueueLine, QueueTerms, Ticket, TicketChange
from festa.registrations.models import Registration, RegistrationDraft
from festa.registrations.proxy_models import Proxy
from festa.registrations.slip_models import Slip, SlipEntry, SlipSeries
from festa.resumes.models import CollectLink, Delivery, Resume, ResumeContent
from festa.seekers.merge_models import Merge
from festa.seekers.models import Seeker, SignInCode
from festa.surveys.models import SurveyAnswer

__all__ = [
    "Account",
    "Answer",
    "Application",
    "AuditEntry",
    "Badge",
    "Booking",
    "BookingChange",
    "BookingLimit",
    "BookingUnit",
    "Booth",
    "Certificate",
    "CheckIn",
    "CollectLink",
    "Consent",
    "ConsentText",
    "DayClosing",
    "Delivery",
    "Device",
    "Employer",
    "EmployerApplication",
    "EmployerDocument",
    "EmployerToken",
    "Fair",
    "FairHost",
    "FixRequest",
    "FollowUp",
    "Gate",
    "Hall",
    "InterviewNote",
    "InterviewTable",
    "Job",
    "Lanyard",
    "Merge",
    "MessageAttempt",
    "NightJob",
    "OutboxMessage",
    "Outcome",
    "OutcomeStatement",
    "PairingCode",
    "Participation",
    "PrintRun",
    "PrintRunBadge",
    "Proxy",
    "Question",
    "QueueLine",
    "QueueTerms",
    "Recommendation",
    "Recruiter",
    "Registration",
    "RegistrationDraft",
    "Resume",
    "ResumeContent",
    "Scan",
    "ScanConflict",
    "Seeker",
    "SignInCode",
    "Slip",
    "SlipEntry",
    "SlipSeries",
    "Slot",
    "StaffAssignment",
    "SurveyAnswer",
    "TeamInvitation",
    "Ticket",
    "TicketChange",
    "Tour",
    "Venue",
    "WordingPass",
]
