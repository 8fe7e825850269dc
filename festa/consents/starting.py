"""The texts that a new fair begins with: another fair's, or the default ones."""

from collections.abc import Iterable
from typing import Any

from festa.audit.actor import Actor
from festa.consents.defaults import default_texts
from festa.consents.models import ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.consents.service import publish_text
from festa.fairs.models import Fair

# What organisers write; the rest of a text says which version of what it is.
WRITTEN = (
    "title", "title_en", "recipient", "recipient_en", "items", "items_en", "use", "use_en",
    "retention", "retention_en", "refusal", "refusal_en",
)  # fmt: skip


def publish_missing_texts(fair: Fair, by: Actor) -> list[ConsentText]:
    """Publish the default text of every purpose for which this fair has none."""
    standing = current_texts(fair.id)
    missing = [text for text in default_texts(fair) if text.purpose not in standing]
    return [publish_text(text, by) for text in missing]


def copy_texts(source: Fair, fair: Fair, by: Actor) -> list[ConsentText]:
    """Publish the current texts of another fair for this one, and the defaults it lacks."""
    copies = [
        ConsentText(fair_id=fair.id, purpose=purpose, **written(text))
        for purpose, text in current_texts(source.id).items()
    ]
    published = [publish_text(text, by) for text in _in_order(copies)]
    return [*published, *publish_missing_texts(fair, by)]


def written(text: ConsentText) -> dict[str, Any]:
    """The words of a text, by column."""
    return {name: getattr(text, name) for name in WRITTEN}


def _in_order(texts: Iterable[ConsentText]) -> list[ConsentText]:
    places = list(Purpose)
    return sorted(texts, key=lambda text: places.index(text.purpose))
