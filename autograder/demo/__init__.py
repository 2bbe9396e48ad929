"""The whole cycle on a made class: release, fetch, submit, collect, grade, feedback, report; all in one folder.

What students do goes through nbgrader's exchange, each with a home of their own; everything happens in this process.
"""

import shutil
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.course import Course, new_course
from autograder.errors import InfrastructureError, UserError
from autograder.labs import Lab, all_labs, find_lab
from autograder.score import score_record

MARK = "demo"  # a file in .gradlab: this folder was made by a demo and may be replaced by one


def run(folder: Path, jobs: int, console: Console, name: str = "") -> None:
    """Run the demo in `folder` with a lab, by default the first; ends with a table and the paths of two pages."""
    from autograder.demo.exchange import Exchange
    from autograder.demo.made_class import made_class
    from autograder.grading import grade
    from autograder.nbgrader_plugins.app import must
    from autograder.reporting import write_reports

    started = time.perf_counter()
    chosen = find_lab(name) if name else _lab_with_suite()
    course = demo_course(folder)
    lab = find_lab(chosen.name, course.assignments)
    exchange = Exchange(course, lab)

    console.print(f"[bold]{lab.name}[/bold] is released to {exchange.root}")
    must(exchange.api.generate_assignment(lab.name), "generate_assignment")
    must(exchange.api.release_assignment(lab.name), "release_assignment")

    students = made_class(lab)
    for student in students:
        exchange.fetch_assignment(student.id)
        student.work(exchange.home(student.id) / lab.name / f"{lab.name}.ipynb")
        exchange.submit(student.id)
    must(exchange.api.collect(lab.name), "collect")
    console.print(f"{len(students)} students have fetched it, worked on it and handed it in")

    before = time.perf_counter()
    grading = grade(course, lab, jobs)
    if grading.failed:
        raise InfrastructureError(f"the demo cannot grade: {next(iter(grading.failed.values()))}")
    console.print(f"All are judged and in the gradebook after {time.perf_counter() - before:.1f} s")

    exchange.grade_by_hand(students[0].id)
    report = write_reports(course, lab).html
    must(exchange.api.generate_feedback(lab.name), "generate_feedback")
    must(exchange.api.release_feedback(lab.name), "release_feedback")
    scores = {student: score_record(record) for student, record in grading.records.items()}
    partial = sorted(
        (student for student in scores if scores[student].status == "partial"), key=lambda s: scores[s].score
    )
    page = exchange.fetch_feedback(partial[len(partial) // 2])

    table = Table("student", "handed in", "points", "mistakes named", box=None)
    for student in students:
        record = grading.records[student.id]
        named = {test.mistake for question in record.questions for test in question.tests if test.mistake}
        score = scores[student.id]
        table.add_row(student.id, student.story, f"{score.score:g} of {score.points:g}", ", ".join(sorted(named)))
    console.print(table, markup=False)
    console.print(f"\nThe whole cycle took {time.perf_counter() - started:.0f} s. Open in a browser:")
    console.print(f"  one student's feedback  {page}\n  the class report        {report}", soft_wrap=True)


def demo_course(folder: Path) -> Course:
    """A fresh course; an earlier demo is replaced, anything else is refused."""
    if (folder / ".gradlab" / MARK).is_file():
        shutil.rmtree(folder)
    course = new_course(folder, "demo")
    (course.private / MARK).touch()
    return course


def _lab_with_suite() -> Lab:
    for lab in all_labs():
        if any(lab.suite.glob("wrong/*.py")):
            return lab
    raise UserError("no lab of this installation has a suite with wrong answers, so there is nothing to show")
