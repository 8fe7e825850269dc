"""Every word that people see goes through gettext, and English has no holes."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.lexer import TOKEN_DATA, TOKEN_STRING

ROOT = Path(__file__).resolve().parents[2]
HANGUL = re.compile(r"[\uac00-\ud7a3\u3131-\u3163]")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
GETTEXT = {"_", "_l", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "pgettext"}
# What is content or notation rather than words of the interface: the texts that organisers
# publish, the made-up season, the names that columns of people's spreadsheets have, the
# spelling of dates and the rules about Korean names and numbers themselves.
CONTENT = {
    "festa/consents/defaults.py",
    "festa/formats.py",
    "festa/seekers/identity.py",
    "festa/employers/company_name.py",
    "festa/employers/participation.py",
    "festa/employers/pay.py",
    "festa/employers/lint.py",
    "festa/employers/lint_pay.py",
    "festa/employers/working_hours.py",
    "festa/text.py",
    "festa/forbidden.py",
    "festa/employers/business_number.py",
    "festa/gates/roster.py",
    "festa/onboarding/tax_office.py",
}
CONTENT_FOLDERS = ("festa/demo/", "festa/sheets/", "festa/employers/lint_words/")
CONTENT_ENDINGS = ("_sheet.py",)

environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_words_outside_gettext(path: Path) -> None:
    loose = []
    depth = 0
    source = path.read_text(encoding="utf-8")
    previous: list[str] = []
    for line, kind, value in environment.lex(source):
        if kind == "block_begin":
            previous = []
        if kind in {"name", "operator", TOKEN_STRING}:
            previous.append(value)
        if kind == "block_end" and previous:
            depth += {"trans": 1, "endtrans": -1}.get(previous[0], 0)
        if kind == TOKEN_DATA and depth == 0 and HANGUL.search(value):
            loose.append((line, value.strip()[:40]))
    loose += [
        (line, value[:40]) for line, value in _strings_outside_calls(source) if HANGUL.search(value)
    ]
    assert not loose, f"words outside _(): {loose}"


def _strings_outside_calls(source: str) -> list[tuple[int, str]]:
    """String literals in expressions that are not the argument of _( … )."""
    loose = []
    before: list[str] = []
    for line, kind, value in environment.lex(source):
        if kind == TOKEN_STRING and not (
            len(before) >= 2 and before[-1] == "(" and before[-2] in GETTEXT
        ):
            in_ngettext = any(name in before[-6:] for name in ("ngettext",))
            if not in_ngettext:
                loose.append((line, value))
        if kind in {"name", "operator", TOKEN_STRING, "integer"}:
            before.append(value)
    return loose


def _python_files() -> list[Path]:
    found = []
    for path in sorted((ROOT / "festa").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name in CONTENT or name.startswith(CONTENT_FOLDERS) or name.endswith(CONTENT_ENDINGS):
            continue
        found.append(path)
    return found


@pytest.mark.parametrize("path", _python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_python_has_words_outside_gettext(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {
        id(leaf)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GETTEXT
        for argument in call.args
        for leaf in ast.walk(argument)
    }
    loose = [
        (node.lineno, node.value[:40])
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HANGUL.search(node.value)
        and id(node) not in allowed
        and not _is_docstring(node, tree)
    ]
    assert not loose, f"words outside _(): {loose}"


def _is_docstring(node: ast.Constant, tree: ast.AST) -> bool:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return any(
        isinstance(holder, holders)
        and holder.body
        and isinstance(holder.body[0], ast.Expr)
        and holder.body[0].value is node
        for holder in ast.walk(tree)
    )


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every message that code and templates ask for today."""
    template = tmp_path_factory.mktemp("words") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    options = ["-F", "pyproject.toml", "-k", "_l", "-k", "lazy_gettext"]
    options += ["-k", "lazy_ngettext:1,2", "-o", str(template), "."]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    with template.open(encoding="utf-8") as file:
        return {_key(message.id) for message in read_po(file) if message.id}


def _key(identity: object) -> str:
    return identity[0] if isinstance(identity, tuple | list) else str(identity)


def test_english_has_no_holes(wanted: set[str]) -> None:
    with (ROOT / "festa/translations/en/LC_MESSAGES/messages.po").open(encoding="utf-8") as file:
        english = {
            _key(message.id): message for message in read_po(file, locale="en") if message.id
        }
    missing = sorted(wanted - english.keys())
    assert not missing, f"{len(missing)} texts are not in the catalogue: {missing[:5]}"
    holes = [key for key in wanted if not _is_whole(english[key].string)]
    assert not holes, f"{len(holes)} texts have no English: {holes[:5]}"
    guessed = [key for key in wanted if english[key].fuzzy]
    assert not guessed, f"guessed, not translated: {guessed[:5]}"
    korean = [key for key in wanted if HANGUL.search(str(english[key].string)) and _must(key)]
    assert not korean, f"English with Korean in it: {korean[:5]}"


def _is_whole(translation: object) -> bool:
    return all(translation) if isinstance(translation, tuple | list) else bool(translation)


def _must(key: str) -> bool:
    """The name of the Korean language is written in Korean everywhere."""
    return key not in {"한국어"}


def test_english_keeps_every_placeholder(wanted: set[str]) -> None:
    placeholder = re.compile(r"%\((\w+)\)[sd]")
    with (ROOT / "festa/translations/en/LC_MESSAGES/messages.po").open(encoding="utf-8") as file:
        english = {_key(m.id): m.string for m in read_po(file, locale="en") if m.id}
    wrong = [
        key
        for key in wanted
        if isinstance(english.get(key), str)
        and set(placeholder.findall(key)) != set(placeholder.findall(str(english[key])))
    ]
    assert not wrong, f"placeholders differ: {wrong[:5]}"
