"""What the worker does each night: one line for each job. An edge; it may ask any domain.

A job takes nothing, commits nothing, and may be run a second time without harm.
"""

from collections.abc import Mapping

from festa.audit.actor import SYSTEM
from festa.audit.service import record
from festa.follow_ups.asking import plan_follow_ups
from festa.follow_ups.keeping import purge_follow_ups
from festa.follow_ups.reminders import plan_outcome_reminders
from festa.messages.keeping import purge_messages
from festa.nights.service import Job
from festa.onboarding.keeping import purge_applications, purge_invitations, purge_papers
from festa.paper.nightly import make_due_packs
from festa.registrations.drafts import purge_drafts
from festa.resumes.ending import expire as expire_resumes
from festa.resumes.reminders import mind_deadlines
from festa.seekers.codes import purge_codes


def destroy_old() -> dict[str, int]:
    """Destroy what has outlived its purpose, and say in the log how much; nothing is committed."""
    counts = {
        "drafts": purge_drafts(),
        "codes": purge_codes(),
        "messages": purge_messages(),
        "resumes": expire_resumes(SYSTEM),
        "employer_papers": purge_papers(),
        "employer_applications": purge_applications(),
        "team_invitations": purge_invitations(),
        "follow_ups": purge_follow_ups(),
    }
    record("purge.made", None, SYSTEM, **counts)
    return counts


JOBS: Mapping[str, Job] = {
    "paper_packs": make_due_packs,
    "purge": destroy_old,
    "resume_deadlines": mind_deadlines,
    "outcome_reminders": plan_outcome_reminders,
    "follow_ups": plan_follow_ups,
}
