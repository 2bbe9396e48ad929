"""A made class of 200 over all labs: its reports, how long a browser takes to open them, and pictures of them.

python tests/bench/term_reports.py FOLDER [--pictures FOLDER]
"""

import argparse
import json
import random
import statistics
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from autograder.diagnosis import wrong_answers
from autograder.labs import Lab, all_labs
from autograder.records import CellRecord, Outcome, QuestionRecord, Record, TestRecord
from autograder.replay.suite import collect
from autograder.report import class_report, summaries, term_report
from autograder.report.class_data import Background, ClassData, class_data
from autograder.score import score_record

SIZE = 200
FAMILY = (
    "Kim",
    "Lee",
    "Park",
    "Smith, Jr.",
    "O'Brien",
    "Müller",
    "García",
    "Nguyễn",
    "Cho",
    "Yi",
    "Ångström",
    "van der Berg",
)
GIVEN = ("Minsu", "Jo", "Zoë", "Jörg", "Hana", "José", "Ada", "Bo", "Chloé", "Ömer", "Nils", "Ines")


def made_lab(lab: Lab, draw: random.Random, skill: dict[str, float], last: bool) -> ClassData:
    """Records drawn from the lab's own claims and mistakes: better students fail fewer of them."""
    suite = collect(lab)
    bank = wrong_answers(lab)
    hard = {test.id: draw.betavariate(1.2, 4) for test in suite.tests}
    named = {test.id: [answer.stem for answer in bank if test.id in answer.fails] for test in suite.tests}
    mistakes = {test: draw.choice(stems) if stems and draw.random() < 0.8 else None for test, stems in named.items()}

    def record(student: str, practice: float) -> Record:
        questions = []
        for question in lab.questions:
            if not question.written:
                tests = tuple(_test(test, student, practice) for test in suite.of_question(question.grade_id))
                questions.append(QuestionRecord(question.name, question.grade_id, question.points, tests))
        run = {"seconds": round(0.04 + draw.expovariate(9), 3)}
        return Record(lab.name, student, "5" * 64, "c" * 64, "s", "0.1.0", "bubblewrap", {}, tuple(questions), run=run)

    def _test(test, student: str, practice: float) -> TestRecord:
        wrong = draw.random() < hard[test.id] * (1.9 - 1.5 * skill[student]) * practice
        outcome = Outcome.FAILED if wrong else Outcome.PASSED
        return TestRecord(
            test.name, test.claim, outcome, test.kind, test.weight, "It differs." if wrong else "",
            mistake=mistakes[test.id] if wrong else None, cases=7,
        )  # fmt: skip

    results, background, manual = {}, {}, {}
    for student in skill:
        if draw.random() < 0.03 + 0.12 * (1 - skill[student]):
            continue
        tries = [record(student, 1.6 / (1 + n)) for n in range(draw.choice((1, 1, 1, 2, 3)))]
        if draw.random() < 0.9:
            tries.sort(key=lambda made: score_record(made).score)
        final = tries[-1]
        if draw.random() < 0.02:
            broken = CellRecord(9, None, "added", "failed", "SyntaxError: '(' was never closed (line 12)")
            final = replace(final, cells=(broken,))
        if draw.random() < 0.015:
            final = replace(
                final, review=("conv_backward may take finite differences (in helper) instead of a derivation.",)
            )
        results[student] = final
        late = timedelta(hours=draw.expovariate(1 / 20)) if draw.random() < 0.07 else timedelta(0)
        name = f"{FAMILY[hash_of(student) % len(FAMILY)]}, {GIVEN[hash_of(student[::-1]) % len(GIVEN)]}"
        background[student] = Background(name, late, tuple(score_record(made).score for made in tries))
        if not last or draw.random() < 0.7:
            manual[student] = {
                q.grade_id: (round(q.points * draw.betavariate(5, 2), 1), q.points, "")
                for q in lab.questions
                if q.written
            }
    results["student041"] = "The sandbox could not be started."
    penalties = {student: 5.0 for student, known in background.items() if known.late}
    return class_data(results, lab, manual, penalties, background)


def hash_of(text: str) -> int:
    return sum(ord(letter) * (place + 3) for place, letter in enumerate(text))


def write(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(7)
    skill = {f"student{n:03d}": draw.betavariate(3, 1.4) for n in range(SIZE)}
    labs = all_labs()
    made = [made_lab(lab, draw, skill, lab is labs[-1]) for lab in labs]
    began = time.perf_counter()
    pages = []
    for data in made:
        path = folder / f"{data.lab.name}.html"
        path.write_text(class_report.render_data(data), encoding="utf-8")
        path.with_suffix(".json").write_text(json.dumps(data.document(), ensure_ascii=False), encoding="utf-8")
        (folder / f"{data.lab.name}-summary.md").write_text(summaries.markdown(data), encoding="utf-8")
        (folder / f"{data.lab.name}-summary.png").write_bytes(summaries.png(data))
        pages.append(path)
    term = folder / "term.html"
    term.write_text(term_report.render_term(term_report.term_data(made)), encoding="utf-8")
    print(f"{len(pages) + 1} reports of {SIZE} students written in {time.perf_counter() - began:.1f} s")
    return [*pages, term]


def look(pages: list[Path], pictures: Path | None) -> None:
    """Open each page five times; the browser's own figure, from the start of the navigation to the end of loading."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for path in pages:
            times = []
            for _ in range(5):
                tab = browser.new_page(viewport={"width": 1280, "height": 900})
                troubles: list[str] = []
                tab.on("console", lambda said, troubles=troubles: troubles.append(said.text))
                tab.on("pageerror", lambda error, troubles=troubles: troubles.append(str(error)))
                tab.goto(path.as_uri())
                times.append(tab.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart"))
                tab.close()
            size = path.stat().st_size / 1000
            print(f"{path.name}: {size:,.0f} kB, open after {statistics.median(times):.0f} ms", *troubles)
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            for path in (pages[1], pages[-1]):
                for width, device in ((1280, "desktop"), (390, "phone")):
                    for scheme in ("light", "dark"):
                        tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                        tab.goto(path.as_uri())
                        tab.screenshot(path=pictures / f"{path.stem}-{device}-{scheme}.png", full_page=True)
                        wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
                        print(f"{path.stem} {device} {scheme}: {max(0, wide)} px too wide")
                        tab.close()
                tab = browser.new_page()
                tab.goto(path.as_uri())
                tab.pdf(path=pictures / f"{path.stem}.pdf", format="A4")
                tab.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    look(write(asked.folder), asked.pictures)
