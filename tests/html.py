"""What must hold of every page that a test is shown, whatever rows it happens to be made of.

axe looks at the pages of one demo season at one hour; two cards of a kind may be there at another.
"""

from collections import Counter
from html.parser import HTMLParser

LANDMARKS = {"aside": "complementary", "nav": "navigation", "main": "main"}
NAMED_LANDMARKS = {"section": "region", "form": "form"}  # only when they have a name
ROLES = {"region", "navigation", "complementary", "search", "form"}
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img"),
    *("input", "link", "meta", "source", "track", "wbr"),
}


class Names(HTMLParser):
    """The ids of a page with their texts, its landmarks, and what points at an id."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self.landmarks: list[tuple[str, str | None, str | None]] = []
        self.pointed: set[str] = set()
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element's id, of what it points at, and of a landmark."""
        named = dict(attrs)
        key, by, label = named.get("id"), named.get("aria-labelledby"), named.get("aria-label")
        if key:
            self.ids.append(key)
            self.texts.setdefault(key, [])
        for pointer in (by, named.get("aria-describedby"), named.get("for")):
            self.pointed.update((pointer or "").split())
        role = named.get("role") or LANDMARKS.get(tag)
        if role is None and (by or label):
            role = NAMED_LANDMARKS.get(tag)
        if role in ROLES:
            self.landmarks.append((role, by, label))
        if tag not in VOID:
            self._open.append((tag, key))

    def handle_endtag(self, tag: str) -> None:
        """Close the element and whatever it still held."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Give the text to every element that it stands in."""
        words = data.split()
        for _tag, key in self._open if words else ():
            if key:
                self.texts[key] += words

    def name_of(self, by: str | None, label: str | None) -> str:
        """What a screen reader calls it."""
        if by is None:
            return label or ""
        return " ".join(" ".join(self.texts.get(key, [])) for key in by.split())


def faults_of(page: str) -> list[str]:
    """What no reader of this page could tell apart, in words; empty where all is well."""
    names = Names()
    names.feed(page)
    twice = [key for key, times in Counter(names.ids).items() if times > 1]
    faults = [f"the id {key} is there twice" for key in twice]
    if "<html" in page:  # a part that is renewed may point at what stands around it
        faults += [f"nothing has the id {key}" for key in sorted(names.pointed - {*names.ids})]
    called = Counter((role, names.name_of(by, label)) for role, by, label in names.landmarks)
    faults += [f"two of {role} are called “{name}”" for (role, name), n in called.items() if n > 1]
    return faults
