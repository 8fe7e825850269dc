"""Write requirements.lock and package-lock.json anew, without any address in them."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from vendor import ROOT, npm_command

COMPILE = (
    "pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes"
    " --no-header --no-config --upgrade --quiet -o requirements.lock"
)


def lock_python() -> None:
    """Pin the Python packages, each with the hashes of its files."""
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, *COMPILE.split()], cwd=ROOT, check=True)


def lock_front_end() -> None:
    """Pin the front-end packages; package.json names their versions."""
    with tempfile.TemporaryDirectory(prefix="festa-lock-") as folder:
        for name in ("package.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        npm, environment = npm_command()
        command = [*npm, "install", "--package-lock-only", "--silent"]
        subprocess.run(command, cwd=folder, env=environment, check=True)
        lock = json.loads(Path(folder, "package-lock.json").read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    text = json.dumps(lock, indent=2, ensure_ascii=False)
    (ROOT / "package-lock.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    lock_python()
    lock_front_end()
