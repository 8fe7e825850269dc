"""Two ways of using a page: with a mouse, and with the keyboard alone.

Both know only what people know: the words on links, buttons and labels.
"""

import re
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Error, Page, expect

HOUR = re.compile(r"\d\d:\d\d")
FARTHEST = 250  # steps of the tab key, before a thing counts as out of reach
# What the focused thing is called: by its label, its own name or its words.
CALLED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "";
  const label = here.labels && here.labels.length ? here.labels[0].textContent : "";
  const said = here.getAttribute("aria-label") || label || here.textContent || "";
  return said.replace(/\\s+/g, " ").trim();
}"""
OUTLINED = """() => {
  const here = document.activeElement;
  const shown = one => getComputedStyle(one).outlineStyle !== "none"
    || getComputedStyle(one).boxShadow !== "none";
  return shown(here) || (here.closest("label") !== null && shown(here.closest("label")));
}"""


class Hands(Protocol):
    """What somebody does on a page, whatever they do it with."""

    page: Page

    def follow(self, words: str) -> None:
        """Go where a link leads."""

    def press(self, words: str) -> None:
        """Press the button that says just this."""

    def press_a_time(self) -> None:
        """Press the first button with an hour on it."""

    def write(self, label: str, text: str) -> None:
        """Write into a field, in the place of what stands there."""

    def date(self, label: str, year: str, month: str, day: str) -> None:
        """Write a date into its field."""

    def choose(self, label: str, option: str) -> None:
        """Choose out of a list."""

    def tick(self, label: str) -> None:
        """Tick a box or choose a card."""

    def hand_in(self, label: str, file: Path) -> None:
        """Give a file."""


class Mouse:
    """Points at things."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, words: str) -> None:
        """Click the first link that says this."""
        self.page.get_by_role("link", name=words).first.click()

    def press(self, words: str) -> None:
        """Click the first button that says just this."""
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def press_a_time(self) -> None:
        """Click the first hour."""
        self.page.get_by_role("button", name=HOUR).first.click()

    def write(self, label: str, text: str) -> None:
        """Fill the field of this label."""
        self.page.get_by_label(label).first.fill(text)

    def date(self, label: str, year: str, month: str, day: str) -> None:
        """Fill the date field of this label."""
        self.page.get_by_label(label).first.fill(f"{year}-{month}-{day}")

    def choose(self, label: str, option: str) -> None:
        """Choose from the list of this label."""
        self.page.get_by_label(label).first.select_option(label=option)

    def tick(self, label: str) -> None:
        """Click the box of this label."""
        self.page.get_by_label(label).first.check()

    def hand_in(self, label: str, file: Path) -> None:
        """Give a file to the field of this label."""
        self.page.get_by_label(label).first.set_input_files(file)


class Keyboard:
    """Goes on with the tab key, and fails where the focus cannot be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, words: str | re.Pattern[str], kinds: str, *, whole: bool = False) -> None:
        """Go on until the focus is on a thing of these kinds that is called so."""
        pattern = re.compile(re.escape(words)) if isinstance(words, str) else words
        found = pattern.fullmatch if whole else pattern.search
        for _step in range(FARTHEST):
            self.page.keyboard.press("Tab")
            fits = self.page.evaluate(f"document.activeElement.matches({kinds!r})")
            if fits and found(self.page.evaluate(CALLED)):
                assert self.page.evaluate(OUTLINED), f"nobody sees that {words} has the focus"
                return
        raise AssertionError(f"the keyboard does not reach {words} on {self.page.url}")

    def follow(self, words: str) -> None:
        """Enter on the link."""
        self.reach(words, "a")
        self.enter()

    def press(self, words: str) -> None:
        """Enter on the button."""
        self.reach(words, "button", whole=True)
        self.enter()

    def press_a_time(self) -> None:
        """Enter on the first hour."""
        self.reach(HOUR, "button")
        self.enter()

    def enter(self) -> None:
        """Enter, and wait for the page to which it leads."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Type over what stands in the field."""
        self.reach(label, "input, textarea")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def date(self, label: str, year: str, month: str, day: str) -> None:
        """Type the parts of a date, in the order in which this browser shows them."""
        self.reach(label, "input[type=date]")
        for parts in ((year, month, day), (month, day, year)):
            for part in parts:
                self.page.keyboard.type(part)
                if part == year:
                    self.page.keyboard.press("ArrowRight")
            if self.page.evaluate("document.activeElement.value") == f"{year}-{month}-{day}":
                return
            for _part in parts:
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"no date can be typed into {label}")

    def choose(self, label: str, option: str) -> None:
        """Go down a closed list until the option stands in it."""
        self.reach(label, "select")
        chosen = "document.activeElement.selectedOptions[0].textContent.trim()"
        self.page.keyboard.press("Home")
        for _step in range(FARTHEST):
            if self.page.evaluate(chosen) == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} has no {option}")

    def tick(self, label: str) -> None:
        """Space on the box; arrows between cards of which one can be chosen."""
        self.reach_choice(label)
        self.page.keyboard.press("Space")
        expect(self.page.locator("input:focus")).to_be_checked()

    def reach_choice(self, label: str) -> None:
        """Tab to a box, or within a group of cards the arrow keys to the one meant."""
        for _step in range(FARTHEST):
            self.page.keyboard.press("Tab")
            for _card in range(12):
                if not self.page.evaluate(
                    "document.activeElement.matches('[type=radio], [type=checkbox]')"
                ):
                    break
                if label in self.page.evaluate(CALLED):
                    return
                if self.page.evaluate("document.activeElement.matches('[type=checkbox]')"):
                    break
                self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the keyboard does not reach {label} on {self.page.url}")

    def hand_in(self, label: str, file: Path) -> None:
        """Space or Enter on the file field opens the chooser; a busy browser may miss one."""
        self.page.wait_for_load_state("networkidle")
        self.reach(label, "input[type=file]")
        for key in ("Space", "Enter", "Space", "Enter"):
            try:
                with self.page.expect_file_chooser(timeout=5_000) as chooser:
                    self.page.keyboard.press(key)
            except Error:
                continue
            chooser.value.set_files(file)
            return
        raise AssertionError(f"no key opens {label}")
