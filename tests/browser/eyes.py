"""What is seen on a page: the faults that axe finds, and what runs over the edge."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

AXE = Axe().axe_script
COLOURS = ("color-contrast", "link-in-text-block")  # what another colour scheme can change


def faults(page: Page, *rules: str) -> list[str]:
    """The faults of this page as it stands, by these rules of axe or by all of them."""
    try:
        return _faults(page, rules)
    except Error as gone:  # screens of a table begin anew by themselves when its day goes on
        if "Execution context was destroyed" not in gone.message:
            raise
        return _faults(page, rules)


def _faults(page: Page, rules: tuple[str, ...]) -> list[str]:
    page.wait_for_load_state()
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    if not page.evaluate("'axe' in window"):  # half a megabyte: once a page
        page.evaluate(AXE)
    asked = {"resultTypes": ["violations"], **only}
    found = page.evaluate("async (asked) => (await axe.run(asked)).violations", asked)
    told = [f"{one['id']} at {[node['target'] for node in one['nodes'][:2]]}" for one in found]
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*told, f"{over} px too wide"] if over > 0 else told


def look(page: Page) -> None:
    """Axe finds nothing here, and nothing runs over the edge."""
    found = faults(page)
    assert not found, "\n".join([page.url, *found])
