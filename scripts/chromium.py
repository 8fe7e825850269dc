"""Print the path of a Chromium for the browser tests: one found here, or one installed now.

Everything but the path goes to the error output, so that `CHROMIUM=$(python scripts/chromium.py)`
works. Where none can be had the answer is an error that says what to do, never a silent skip.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
DOWNLOAD_SECONDS = 600

WHAT_TO_DO = """\
No Chromium could be found or installed, and the browser tests cannot run without one.
Do one of these, then repeat:
  - install Chromium or Google Chrome with your system's packages
    (Debian, Ubuntu: apt-get install chromium)
  - or set CHROMIUM to the path of one that you have: CHROMIUM=/path/to/chrome make test
"""


def say(sentence: str) -> None:
    """Tell the person who waits, without touching the answer."""
    print(sentence, file=sys.stderr, flush=True)


def runs(path: str) -> bool:
    """Whether the program at `path` starts; a stub or a build without its libraries does not."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def playwrights_own() -> str:
    """Where playwright keeps, or would keep, the Chromium it downloads."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def candidates() -> Iterator[str]:
    """Paths worth trying, the system's first."""
    yield from filter(None, map(shutil.which, NAMES))
    yield MAC
    yield playwrights_own()


def find() -> str | None:
    """The first Chromium here that starts."""
    return next((path for path in candidates() if Path(path).exists() and runs(path)), None)


def download() -> None:
    """Let playwright fetch its own Chromium into the user's cache."""
    say("No Chromium here: playwright downloads one …")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(
            command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=True
        )
    except subprocess.TimeoutExpired:
        say("The download took too long.")
    except subprocess.CalledProcessError as problem:
        why = next((line for line in problem.stderr.splitlines() if "rror" in line), "")
        say(f"The download failed. {why}")


def install_package() -> None:
    """Install the system's package where apt-get is there and may be used."""
    apt = shutil.which("apt-get")
    if apt is None:
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and shutil.which("sudo") is None:
        return
    say("Installing the system's package chromium …")
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(
            [*root, apt, "-qq", *command],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )


def have() -> str:
    """A Chromium that starts: the one CHROMIUM names, one found, or one installed."""
    if named := os.environ.get("CHROMIUM"):
        if not runs(named):
            sys.exit(f"CHROMIUM names {named}, which does not start.")
        return named
    for install in (download, install_package):
        if path := find():
            return path
        install()
    return find() or sys.exit(WHAT_TO_DO)


if __name__ == "__main__":
    print(have())
