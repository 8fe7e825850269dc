"""What the scanner decides alone is what the server would have decided: the same rules, twice."""

import json
import random
import unicodedata
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from config import ROOT
from festa import clock
from festa.badges.code import (
    LONGEST_INPUT,
    FullCode,
    Malformed,
    make_code,
    make_short_code,
    parse,
    show_short,
)
from festa.badges.models import BadgeState
from festa.fairs.lifecycle import FairState
from festa.gates.decision import Direction, Known, ScanOutcome, decide, state_when_scanned
from festa.gates.roster import hash_code
from festa.gates.words import goes_all_the_same
from festa.registrations.states import RegistrationState
from festa.seekers.identity import initial_consonants
from tests.factories import FAMILY_NAMES, GIVEN_NAMES

ADDRESS = "http://gate.localhost/"
NOISE = [
    *" \t\n\u00a0\u200b\u200d\u2060\ufeff\u3000-‐–—−._,/|·ㆍ‧・•\u00ad\u202e\x00\x1c\x85",
    "ㅁ",
    "가",
    "a",
]
PREFIXES = ["]Q1", "]C0", "]d2", "]q", "]Q", "]]Q1", " ]Q1", "]Q1]Q1", "］Ｑ１"]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")
UPPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# What ten keys give on a keyboard that is set to Hangul with Shift held: nothing like digits.
GARBAGE = [
    "ㅂㅈㄷㄱ",
    "ㅃㅉㄸㄲ",
    "!@#$%^&*()",
    "가나다라",
    "hello",
    "https://example.com/b/1",
    "Ⅷ",
    "½",
    "🎫",
]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a safe origin that serves the scanner's modules from the disk."""
    context = chromium.new_context()
    context.route(
        f"{ADDRESS}static/**",
        lambda route: route.fulfill(path=ROOT / route.request.url.removeprefix(ADDRESS)),
    )
    context.route(ADDRESS, lambda route: route.fulfill(body="<title>rules</title>"))
    page = context.new_page()
    page.goto(ADDRESS)
    yield page
    context.close()


def ask(page: Page, module: str, work: str, cases: Any) -> Any:
    """What a module answers to each case; `work` is a function of the module and a case."""
    # As texts: the browser's own way of handing over takes a minute for what this does in one second.
    answers = page.evaluate(
        f"""async (cases) => {{
          const it = await import("/static/js/gate/{module}.js");
          return JSON.stringify(JSON.parse(cases).map((one) => ({work})(it, one)));
        }}""",
        json.dumps(cases),
    )
    return json.loads(answers)


def as_told(text: str) -> list[object]:
    """What `parse` makes of a text, as the module says it."""
    read = parse(text)
    if isinstance(read, Malformed):
        return ["malformed", str(read.reason)]
    return (
        ["full", read.fair_id, read.digits]
        if isinstance(read, FullCode)
        else ["short", read.digits]
    )


def texts(dice: random.Random) -> list[str]:
    """Codes as they come in: clean, torn, decorated, mistyped."""
    below = dice.randrange
    found = ["", " ", "0" * 42, "1" * 42, "0" * 8, "9" * 8, "1" * 200, "1" * 201, " " * 300]
    for _ in range(400):
        code = make_code(1 + below(99_999), below) if below(2) else make_short_code(below)
        found += [code, show_short(code), code.translate(WIDE), code.translate(ARABIC)]
        found += [code.translate(CIRCLED), code.translate(UPPER), dice.choice(PREFIXES) + code]
        found += [code[:-1], code + str(below(10)), dice.choice(GARBAGE) + code]
        spoilt = list(code)
        spoilt[below(len(code))] = str(below(10))
        found.append("".join(spoilt))
        noisy = [sign + dice.choice(NOISE) * below(2) for sign in code]
        found += ["".join(noisy), dice.choice(NOISE) * below(4) + code + dice.choice(NOISE)]
        found.append(code + dice.choice(NOISE) * (LONGEST_INPUT - len(code) + below(3)))
    return [*found, *GARBAGE, *PREFIXES]


def test_codes_are_read_as_the_server_reads_them(page: Page) -> None:
    cases = texts(random.Random(7))
    work = """({ parse }, text) => {
      const { kind, reason, fair, digits } = parse(text);
      return kind === "full" ? [kind, fair, digits] : [kind, digits ?? reason];
    }"""
    answers = ask(page, "code", work, cases)
    assert len(cases) > 5_000
    wrong = [
        (text, told) for text, told in zip(cases, answers, strict=True) if told != as_told(text)
    ]
    assert wrong == []
    assert {told[0] for told in answers} == {"full", "short", "malformed"}


def test_every_sign_of_unicode_between_digits_is_taken_alike(page: Page) -> None:
    code = make_short_code(random.Random(3).randrange)
    # Ideographs and syllables all behave like one another; private and unassigned ones too.
    dull = (range(0x3400, 0x9FFF), range(0xAC00, 0xD7A0), range(0x20000, 0x40000))
    signs = [
        chr(point)
        for point in range(0xE0200)
        if not any(point in rest for rest in dull)
        and unicodedata.category(chr(point)) not in {"Cn", "Co", "Cs"}
    ]
    cases = [code[:4] + sign + code[4:] for sign in signs]
    answers = ask(page, "code", "({ parse }, text) => parse(text).kind", cases)
    wrong = [
        f"U+{ord(sign):04X} {told}"
        for sign, text, told in zip(signs, cases, answers, strict=True)
        if told != as_told(text)[0]
    ]
    assert wrong == []


def test_every_decision_is_the_servers(page: Page) -> None:
    truth = (False, True)
    known = [
        Known(*facts)
        for facts in product(
            truth, truth, truth, FairState, BadgeState, [None, *RegistrationState], truth, truth
        )
    ]
    asked = [(one, way, again) for one in known for way in Direction for again in truth]
    work = """({ decide }, [facts, direction, reentry]) => {
      const [readable, found, thisFair, fairState, badge, registration, checkedIn, inHall] = facts;
      const known = { readable, found, thisFair, fairState, badge, registration, checkedIn, inHall };
      return decide(known, direction, reentry);
    }"""
    cases = [
        [
            [
                one.readable, one.found, one.this_fair, one.fair_state, one.badge,
                one.registration, one.checked_in, one.in_hall,
            ],
            way,
            again,
        ]
        for one, way, again in asked
    ]  # fmt: skip
    assert len(cases) > 5_000
    assert ask(page, "decide", work, cases) == [str(decide(*one)) for one in asked]


def test_codes_are_hashed_as_the_roster_hashes_them(page: Page) -> None:
    dice = random.Random(11)
    cases = [make_code(1 + n, dice.randrange) for n in range(300)]
    cases += [make_short_code(dice.randrange) for _ in range(300)]
    cases += ["", "abc", *("7" * length for length in range(56))]
    found = ask(page, "sha256", "({ hashCode }, digits) => hashCode(digits)", cases)
    assert found == [hash_code(digits) for digits in cases]
    # FIPS 180-4, the example of one block.
    whole = ask(
        page, "sha256", "({ sha256 }, text) => [...sha256(text)].map((w) => w >>> 0)", ["abc"]
    )
    assert "".join(f"{word:08x}" for word in whole[0]) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_initial_consonants_are_the_servers(page: Page) -> None:
    syllables = "".join(map(chr, range(0xAC00, 0xD7A4)))
    names = [family + given for family in FAMILY_NAMES for given in GIVEN_NAMES]
    cases = [*names, syllables, "", "남궁 민수", "John Smith", "Müller", "STRAẞE", "ㄱ김", "김 a수"]
    found = ask(page, "hangul", "(it, name) => it.initialConsonants(name)", cases)
    assert found == [initial_consonants(name) for name in cases]


@pytest.mark.parametrize(
    ("typed", "masked", "initials", "fits"),
    [
        ("ㄱㅁㅅ", "김*수", "ㄱㅁㅅ", True),
        ("ㄱㅁ", "김*수", "ㄱㅁㅅ", True),
        ("김민수", "김*수", "ㄱㅁㅅ", True),
        ("김*수", "김*수", "ㄱㅁㅅ", True),
        ("김 민수", "김*수", "ㄱㅁㅅ", True),
        ("김ㅁㅅ", "김*수", "ㄱㅁㅅ", True),
        ("강민수", "김*수", "ㄱㅁㅅ", False),
        ("김민서", "김*수", "ㄱㅁㅅ", False),
        ("ㅁㅅ", "김*수", "ㄱㅁㅅ", False),
        ("ㅁㄱ", "김*수", "ㄱㅁㅅ", False),
        ("ㄳ", "김*", "ㄱㅅ", True),
        ("\u1100\u1106", "김*수", "ㄱㅁㅅ", True),
        ("김민수", "김*", "ㄱㅁ", False),
        ("john smith", "J*** S***", "js", True),
        ("John", "J*** S***", "js", True),
        ("S", "J*** S***", "js", False),
    ],
)
def test_somebody_is_found_by_what_the_mask_shows(
    page: Page, typed: str, masked: str, initials: str, fits: bool
) -> None:
    work = "({ matcher }, [typed, masked, initials]) => matcher(typed)(masked, initials)"
    assert ask(page, "hangul", work, [[typed, masked, initials]]) == [fits]


def test_nobody_is_held_up_on_the_way_out_by_the_same_answers(page: Page) -> None:
    cases = [list(case) for case in product(ScanOutcome, Direction)]
    told = ask(
        page,
        "decide",
        "(it, [outcome, direction]) => it.goesAllTheSame({ outcome, direction })",
        cases,
    )
    assert told == [goes_all_the_same(*case) for case in product(ScanOutcome, Direction)]
    assert any(told)


def test_a_scan_is_judged_by_the_same_state_of_the_fair(page: Page) -> None:
    day = date(2026, 11, 23)
    moments = [clock.at(day, hour) for hour in (time(0), time(8, 59), time(23, 59))]
    moments += [moment + timedelta(days=shift) for moment in moments for shift in (-1, 1)]
    cases = list(product(FairState, Direction, moments))
    told = ask(
        page,
        "decide",
        "(it, [state, direction, at]) =>"
        " it.stateWhenScanned({ state, day: '2026-11-23' }, direction, Date.parse(at))",
        [[state, direction, at.isoformat()] for state, direction, at in cases],
    )
    assert told == [
        state_when_scanned(state, day, at, direction is Direction.OUT)
        for state, direction, at in cases
    ]


MERGED = """async ({ Roster }, of_second) => {
  const columns = ["holder", "name", "initials", "last_four", "class", "state", "in_at", "in_gate",
    "inside", "badges"];
  const row = (holder, badges, state = "confirmed") =>
    [holder, "김*수", "ㄱㅁㅅ", "1234", "seeker", state, null, null, false, badges];
  const payload = (whole, people) => ({
    columns, badge_columns: ["code", "short", "state"], elsewhere: {}, fairs: {}, whole, people,
    fair: { state: "live" }, gate: {}, occupancy: {}, cursor: "1", made_at: "2026-11-23T01:00:00Z",
  });
  const { hashCode } = await import("/static/js/gate/sha256.js");
  const badge = (code) => [hashCode(code), hashCode("s" + code), "active"];
  const [first, second] = [badge("11111111"), badge("22222222")];
  const roster = new Roster();
  await roster.take(payload(true, [row("r1", [first]), row("r2", [second])]));
  const gone = of_second === "gone" ? row("r2", [], "erased") : row("r2", []);
  await roster.take(payload(false, [row("r1", [first, second]), gone]));
  return roster.find({ kind: "short", digits: "22222222" })?.person.holder ?? null;
}"""


@pytest.mark.parametrize("of_second", ["gone", "without a badge"])
def test_a_badge_that_a_merge_gave_to_somebody_else_stays_known(page: Page, of_second: str) -> None:
    work = f"""async (cases) => {{
      const it = await import("/static/js/gate/roster.js");
      return ({MERGED})(it, cases);
    }}"""
    assert page.evaluate(work, of_second) == "r1"
