"""Measure drawing badges: speed, size and memory, beside reportlab used as its manual shows.

    python bench/badges.py [--badges 3000] [--season 37000]

Every line is measured in a process of its own, by its CPU time, with the same made-up people.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile

import qrcode
from faker import Faker
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from config import Config
from festa.badges import fonts
from festa.badges.code import make_code, make_short_code, show_short
from festa.badges.face import BadgeFace, Layout, RoleKind, Stop, StopState
from festa.badges.fonts import FILES, Weight
from festa.badges.pdf import draw_badges, draw_one

STOPS = tuple(Stop(city, StopState.COMING) for city in ("광주", "대전", "부산", "서울"))
ROLES = dict(zip(RoleKind, ("구직자", "기업", "운영", "손님"), strict=True))
POOL = 2_000  # different people; their codes are all different


def people() -> Iterator[BadgeFace]:
    """Yield faces without end."""
    fake = Faker("ko_KR")
    fake.seed_instance(20261123)
    pool = [(fake.name(), fake.company(), fake.job()) for _ in range(POOL)]
    kinds = list(RoleKind)
    number = 0
    while True:
        name, company, job = pool[number % POOL]
        kind = kinds[number % 20 == 0]
        number += 1
        yield BadgeFace(
            kind=kind,
            role=ROLES[kind],
            name=name,
            fair_title="대전 JOB 매칭 페스타",
            date_text="2026. 11. 23.(월)",
            code=make_code(7),
            short_code=make_short_code(),
            code_label="명찰 번호",
            line1=company,
            line2=job,
            stops=STOPS,
            current=1,
        )


def measure(layout: Layout, count: int) -> dict[str, float]:
    """Draw badges held in memory and return their speed and size."""
    fonts.register(Config.PDF_FONTS)
    faces = list(islice(people(), count))
    draw_one(faces[0], layout)
    out = BytesIO()
    started = time.process_time()
    draw_badges(faces, layout, out)
    return _result(count, time.process_time() - started, out.tell())


def measure_season(layout: Layout, count: int) -> dict[str, float]:
    """Draw badges as they come into a file; the peak counts Python, Flask and the fonts too."""
    fonts.register(Config.PDF_FONTS)
    with TemporaryFile() as out:
        started = time.process_time()
        draw_badges(islice(people(), count), layout, out)
        return _result(count, time.process_time() - started, out.tell())


def measure_one_at_a_time(count: int) -> dict[str, float]:
    """Draw each badge as a file of its own, as when people download theirs."""
    fonts.register(Config.PDF_FONTS)
    faces = list(islice(people(), count))
    draw_one(faces[0], Layout.A6)
    started = time.process_time()
    size = sum(len(draw_one(face, Layout.A6)) for face in faces)
    return _result(count, time.process_time() - started, size)


def measure_naive(count: int) -> dict[str, float]:
    """Draw the same badges with a rectangle for each module, pages kept until save()."""
    for weight, name in FILES.items():
        pdfmetrics.registerFont(TTFont(weight.value, str(Config.PDF_FONTS / name)))
    faces = list(islice(people(), count))
    out = BytesIO()
    started = time.process_time()
    canvas = Canvas(
        out, (105 * mm, 148 * mm), pageCompression=1, initialFontName=Weight.REGULAR.value
    )
    for face in faces:
        _draw_naively(canvas, face)
    canvas.save()
    return _result(count, time.process_time() - started, out.tell())


def _draw_naively(canvas: Canvas, face: BadgeFace) -> None:
    canvas.setFillColorRGB(0, 0.43, 0.42)
    canvas.rect(0, 124 * mm, 105 * mm, 24 * mm, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    _say(canvas, 8, 131, face.role, Weight.HEAVY, 30)
    _say(canvas, 60, 136, face.fair_title, Weight.BOLD, 11)
    _say(canvas, 60, 131, face.date_text, Weight.REGULAR, 11)
    canvas.setFillColorRGB(0, 0, 0)
    _say(canvas, 8, 95, face.name, Weight.HEAVY, 60)
    _say(canvas, 8, 85, face.line1, Weight.REGULAR, 17)
    _say(canvas, 8, 78, face.line2, Weight.REGULAR, 12)
    _say(canvas, 53, 25, show_short(face.short_code), Weight.HEAVY, 25)
    code = qrcode.QRCode(2, qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(face.code)
    code.make(fit=False)
    side = 38 * mm / len(code.modules)
    for row, modules in enumerate(reversed(code.modules)):
        for column, dark in enumerate(modules):
            if dark:
                x, y = 8 * mm + column * side, 25 * mm + row * side
                canvas.rect(x, y, side, side, stroke=0, fill=1)
    for index, stop in enumerate(face.stops):
        canvas.circle((12 + 25 * index) * mm, 13 * mm, 3, stroke=1, fill=0)
        _say(canvas, 9 + 25 * index, 8, stop.city, Weight.REGULAR, 8)
    canvas.showPage()


def _say(canvas: Canvas, x: float, y: float, text: str, weight: Weight, size: float) -> None:
    canvas.setFont(weight.value, size)
    canvas.drawString(x * mm, y * mm, text)


def _result(count: int, seconds: float, size: int) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"per_second": count / seconds, "bytes_each": size / count, "peak_mb": peak}


TASKS = {
    "a6": lambda count: measure(Layout.A6, count),
    "a4": lambda count: measure(Layout.A4_SHEET, count),
    "season_a6": lambda count: measure_season(Layout.A6, count),
    "season_a4": lambda count: measure_season(Layout.A4_SHEET, count),
    "naive": measure_naive,
    "single": measure_one_at_a_time,
}


def in_own_process(task: str, count: int) -> dict[str, float]:
    """Run one task where no other has left memory behind."""
    command = [sys.executable, str(Path(__file__)), "--task", task, "--badges", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def report(badges: int, season: int) -> None:
    """Print the figures of all tasks."""
    rows = (
        ("a6", "A6, one a page", badges),
        ("a4", "A4, four a page", badges),
        ("naive", "A6, a rectangle a module (baseline)", min(badges, 1_000)),
        ("single", "A6, a file for each", min(badges, 200)),
        ("season_a6", "A6, to a file as they come", season),
        ("season_a4", "A4, to a file as they come", season),
    )
    print(f"{'':38}{'badges':>8}{'a CPU second':>14}{'bytes each':>12}{'peak MB':>9}")
    for task, title, count in rows:
        row = in_own_process(task, count)
        print(
            f"{title:38}{count:>8,}{row['per_second']:>14,.0f}"
            f"{row['bytes_each']:>12,.0f}{row['peak_mb']:>9,.0f}"
        )


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--badges", type=int, default=3_000)
    asked.add_argument("--season", type=int, default=37_000)
    asked.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.task:
        print(json.dumps(TASKS[options.task](options.badges)))
    else:
        report(options.badges, options.season)
