"""Which files the scanner is made of, read from the page, the scripts and the styles themselves."""

import hashlib
import html
import posixpath
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import current_app, url_for

FOLDER = "js/gate"
WORKER = f"{FOLDER}/sw.js"
READER = "vendor/zxing/reader"
FONTS = "vendor/noto-sans-kr"
NAMED_BY_PAGE = re.compile(r'(?:href|src)="([^"]+)"')
NAMED_BY_SCRIPT = re.compile(r'(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"')
NAMED_BY_STYLE = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")
FONT = re.compile(r"url\(\./([^)]+)\).*?unicode-range:\s*([^;]+);", re.DOTALL)
RANGE = re.compile(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", re.IGNORECASE)
BRAND = "brand.css"
DIGEST = 12


class AppFile(NamedTuple):
    """A file of the scanner: where browsers find it, and what it holds."""

    address: str
    digest: str


def app_files(page: str) -> list[AppFile]:
    """Everything that this page needs in order to work without a network, in a fixed order."""
    static = url_for("static", filename="")
    found: dict[str, str] = {}
    for address in map(html.unescape, NAMED_BY_PAGE.findall(page)):
        name = address.partition("?")[0]
        if name.startswith(static):
            _add(found, address, name.removeprefix(static))
        elif name.endswith(BRAND):
            found[address] = ""
    for path in sorted((_root() / FOLDER).glob("*.js")):
        _add_static(found, f"{FOLDER}/{path.name}")
    for path in sorted((_root() / READER).iterdir()):
        _add_static(found, f"{READER}/{path.name}")
    for name in _fonts(_letters(page)):
        _add_static(found, name)
    return [AppFile(*item) for item in sorted(found.items())]


def version_of(files: Iterable[AppFile]) -> str:
    """The name of one state of all these files, and of the worker that keeps them.

    Not of the fonts: which parts of them are needed depends on the page's language.
    """
    worker = hashlib.sha256(worker_text().encode())
    for file in files:
        if file.address.startswith(fonts_address()):
            continue
        worker.update(f"{file.address} {file.digest}\n".encode())
    return worker.hexdigest()[:DIGEST]


def worker_text() -> str:
    """The service worker without the facts that go in front of it."""
    return (_root() / WORKER).read_text(encoding="utf-8")


def fonts_address() -> str:
    """What the address of every font begins with: one that was needed is kept."""
    return url_for("static", filename=f"{FONTS}/files/")


def _root() -> Path:
    return Path(str(current_app.static_folder))


def _add_static(found: dict[str, str], name: str) -> None:
    """Add a file as scripts and styles ask for it: by its bare name."""
    if name != WORKER:
        _add(found, url_for("static", filename=name, v=None), name)


def _add(found: dict[str, str], address: str, name: str) -> None:
    """Add a file and, in turn, those that it names."""
    path = _root() / name
    if address in found or not path.is_file():
        return
    digest, names = _read(path, path.stat().st_mtime_ns)
    found[address] = digest
    for other in names:
        _add_static(found, posixpath.normpath(posixpath.join(posixpath.dirname(name), other)))


@lru_cache(maxsize=512)
def _read(path: Path, changed: int) -> tuple[str, tuple[str, ...]]:
    """The digest of a file and the files that it names; `changed` makes it be read again."""
    content = path.read_bytes()
    named: list[str] = []
    if path.suffix == ".js":
        named = NAMED_BY_SCRIPT.findall(content.decode())
    elif path.suffix == ".css" and path.parent.name != Path(FONTS).name:
        # Of the fonts, only what the page's letters need: see _fonts.
        named = [one for one in NAMED_BY_STYLE.findall(content.decode()) if ":" not in one]
    return hashlib.sha256(content).hexdigest()[:DIGEST], tuple(named)


def _letters(page: str) -> frozenset[int]:
    return frozenset(map(ord, html.unescape(page)))


def _fonts(letters: frozenset[int]) -> tuple[str, ...]:
    """The parts of the font in which these letters are."""
    path = _root() / FONTS / "index.css"
    return _parts_with(letters, path, path.stat().st_mtime_ns) if path.is_file() else ()


@lru_cache(maxsize=8)
def _parts_with(letters: frozenset[int], path: Path, changed: int) -> tuple[str, ...]:
    return tuple(
        f"{FONTS}/{name}"
        for name, ranges in FONT.findall(path.read_text(encoding="utf-8"))
        if any(
            not letters.isdisjoint(range(int(first, 16), int(last or first, 16) + 1))
            for first, last in RANGE.findall(ranges)
        )
    )
