"""Commands on submissions: check, grade, report."""

import json
import os
import textwrap
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from autograder.cli.class_table import next_step, show_class, show_moves
from autograder.course import Course, find_course
from autograder.errors import InfrastructureError, UserError
from autograder.labs import Lab, all_labs, find_lab
from autograder.records import Outcome, Record
from autograder.records import Table as Rows
from autograder.score import score_question, score_record

if TYPE_CHECKING:
    from autograder.cluster.coordinator import Cluster
    from autograder.pool import Judges

console = Console(highlight=False, soft_wrap=True)
SEARCH = 5.0  # seconds for a smallest input
Isolation = Annotated[
    str, typer.Option(help="bubblewrap, or none: without any wall, for your own files only; the record says so")
]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]


def check(
    notebook: Path,
    lab: Annotated[str, typer.Option(help="the lab; by default the notebook itself tells")] = "",
    as_json: AsJson = False,
    smallest: Annotated[bool, typer.Option(help="look for the smallest input that shows each failure")] = False,
    isolation: Isolation = "bubblewrap",
) -> None:
    """Judge one notebook and show what was found; no gradebook is touched."""
    from autograder.normalise import normalise
    from autograder.notebook import read
    from autograder.pool import JudgeSettings

    known(isolation)
    if as_json and smallest:
        raise UserError("--json and --smallest exclude each other: what is smallest depends on time, JSON must not")
    document = read(notebook)
    course = _course_or_none()
    found = find_lab(lab, course.assignments if course else None) if lab else _lab_of(document, notebook, course)
    submission = normalise(document, found)
    with JudgeSettings.of(found, course, isolation).open() as judge:
        record = judge.judge(submission)
        if as_json:
            print(json.dumps(as_document(record), indent=1, ensure_ascii=False))
        else:
            _show(record)
        if smallest:
            _show_smallest(judge, submission, record)
    if record.ungraded:
        raise InfrastructureError("some tests could not be run; nothing is wrong with the notebook")


def grade(
    lab: str,
    jobs: Annotated[int, typer.Option(min=0, help="judges at once; 0 for one a core")] = 0,
    student: Annotated[list[str] | None, typer.Option(help="only this student; can be given several times")] = None,
    force: Annotated[bool, typer.Option(help="judge again what was judged before")] = False,
    isolation: Isolation = "bubblewrap",
    dask: Annotated[str, typer.Option(help="judge on the workers of the Dask scheduler at this address")] = "",
    as_json: AsJson = False,
) -> None:
    """Grade what was collected for a lab, and write the gradebook. Can be stopped; goes on where it stopped."""
    known(isolation)
    course = find_course()
    found = find_lab(lab, course.assignments)
    with _judges(course, found, jobs, isolation, dask) as judges:
        if force or something_new(course, found):
            judges.start()  # they get ready while nbgrader is imported here
        from autograder import grading
        from autograder.cli.live import LiveGrading

        with LiveGrading(lab) as live:
            result = grading.grade(course, found, 1, student or None, force, isolation, live, judges.judge)
    if as_json:
        print(json.dumps(_class_document(found, result), indent=1, ensure_ascii=False))
    else:
        show_class(found, result)
    same: dict[str, list[str]] = {}  # without a sandbox, all have the same reason
    for name, reason in sorted(result.failed.items()):
        same.setdefault(reason, []).append(name)
    told = [*result.unreadable.items(), *((", ".join(names), reason) for reason, names in same.items())]
    sentences = [f"not graded: {who}: {reason}" for who, reason in sorted(told)]
    for sentence in filter(None, (*sentences, _strangers(course, result))):
        Console(stderr=True, soft_wrap=True, highlight=False).print(sentence, markup=False)
    if result.moves and not as_json:
        show_moves(result.moves)
    for name, path in sorted(result.removed.items()):
        sentence = f"removed: {name} is gone from submitted/, and so are the scores; what people gave is in {path}"
        Console(stderr=True, soft_wrap=True, highlight=False).print(sentence, markup=False)
    if not as_json and (hint := next_step(found, result)):
        console.print(hint, markup=False)
    if result.failed:
        raise InfrastructureError(
            ngettext(
                "{} submission stays ungraded through no fault of its own; run it again",
                "{} submissions stay ungraded through no fault of their own; run it again",
                len(result.failed),
            ).format(len(result.failed))
        )
    if result.unreadable:
        raise UserError(
            ngettext(
                "{} submission cannot be read and stays ungraded; see above",
                "{} submissions cannot be read and stay ungraded; see above",
                len(result.unreadable),
            ).format(len(result.unreadable))
        )


def report(
    lab: str, jobs: Annotated[int, typer.Option(min=0, help="processes that write pages; 0 for one a core")] = 0
) -> None:
    """Write the feedback pages and the class report of a graded lab."""
    from autograder.reporting import write_reports

    course = find_course()
    found = find_lab(lab, course.assignments)
    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as bar:
        task = bar.add_task(f"writing the pages of {lab}", total=None)
        reports = write_reports(
            course, found, lambda done, of: bar.update(task, completed=done, total=of), jobs or cores()
        )
    pages = ngettext("feedback of {} student in {}", "feedback of {} students in {}", len(reports.feedback))
    console.print(pages.format(len(reports.feedback), course.feedback))
    console.print(
        f"class report  {reports.html}\nas a table    {reports.csv}\non one page   {reports.summary} and .png"
    )


COMMANDS = [check, grade, report]


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judges(course: Course, lab: Lab, jobs: int, isolation: str, dask: str) -> "Judges | Cluster":
    """Those of this machine, or of a cluster."""
    if not dask:
        from autograder.pool import Judges, JudgeSettings

        return Judges(JudgeSettings.of(lab, course, isolation), jobs or cores())
    if jobs:
        raise UserError("--jobs is for this machine; with --dask there is one judge for each worker")
    if isolation != "bubblewrap":
        raise UserError("--dask judges in sandboxes only: leave out --isolation")
    from autograder.cluster.coordinator import Cluster

    return Cluster(dask, lab, course)


def something_new(course: Course, lab: Lab) -> bool:
    """A quick look whether there is likely something to judge: a folder handed in after its record was written."""
    for folder in course.submitted.glob(f"*/{lab.name}"):
        record = course.records(lab.name) / f"{folder.parent.name}.json"
        notebook = folder / f"{lab.name}.ipynb"
        if notebook.exists() and not (record.exists() and notebook.stat().st_ctime <= record.stat().st_mtime):
            return True
    return False


def as_document(record: Record) -> dict[str, Any]:
    """The stable interface of `check --json`."""
    total = score_record(record)
    questions = []
    for question in record.questions:
        score = score_question(question)
        keys = ("name", "outcome", "weight", "message", "hint", "mistake")
        tests = [{key: getattr(test, key) for key in keys} for test in question.tests]
        questions.append(
            {
                "name": question.name,
                "score": score.score,
                "points": score.points,
                "status": score.status,
                "tests": tests,
            }
        )
    return {
        "lab": record.lab,
        "score": total.score,
        "max_score": total.points,
        "isolation": record.isolation,
        "questions": questions,
    }


def _course_or_none() -> Course | None:
    try:
        return find_course()
    except UserError:
        return None


def known(isolation: str) -> None:
    """UserError for an isolation that there is not; `none` is said out loud."""
    if isolation not in ("bubblewrap", "none"):
        raise UserError(f"--isolation is {isolation!r}, expected bubblewrap or none")
    if isolation == "none":
        Console(stderr=True).print("[bold red]no wall: the notebook's code runs with all your rights[/bold red]")


def _lab_of(document: Any, path: Path, course: Course | None) -> Lab:
    """The lab most of whose graded cells the notebook holds."""
    from autograder.notebook import grade_id

    present = {grade_id(cell) for cell in document.cells}
    labs = all_labs(course.assignments if course else None)
    share = {lab: len(present & {question.grade_id for question in lab.questions}) for lab in labs}
    best = max(labs, key=lambda lab: share[lab], default=None)
    if best is None or not share[best]:
        named = [lab for lab in labs if lab.name == path.stem]
        if not named:
            raise UserError(
                f"{path} is of none of the labs here ({', '.join(lab.name for lab in labs)}); name one with --lab"
            )
        return named[0]
    return best


def _show(record: Record) -> None:
    total = score_record(record)
    for question in record.questions:
        score = score_question(question)
        colour = {"passed": "green", "partial": "yellow"}.get(score.status, "red")
        console.print(f"[{colour}]{score.score:g} of {score.points:g}[/{colour}]  [bold]{question.name}[/bold]")
        for test in question.tests:
            if test.outcome is not Outcome.PASSED:
                console.print(f"    {test.outcome}: {test.claim}", markup=False)
                console.print(f"        {test.message}", markup=False)
                if test.table:
                    console.print(Padding(_rows(test.table), (0, 8)))
                if test.looks_like:
                    console.print(f"        looks like code that {test.looks_like}", markup=False)
                for sentence in test.known:
                    console.print(f"        {sentence}", markup=False)
                if test.hint:
                    console.print(f"        {test.hint}", markup=False)
    for cell in record.cells:
        if cell.message:
            console.print(f"cell {cell.index + 1}: {cell.message}", markup=False)
    for note in record.ignored:
        console.print(note, markup=False)
    console.print(f"[bold]{total.score:g} of {total.points:g}[/bold] points of the tests ({record.isolation})")


def _rows(table: Rows) -> Table:
    shown = Table(*map(escape, table.columns), box=None)
    for number, row in enumerate(table.rows):
        shown.add_row(*(Text(cell) for cell in row), style="red" if number == table.wrong else "")
    return shown


def _show_smallest(judge: Any, submission: Any, record: Record) -> None:
    """For whoever may see hidden inputs: staff, not students."""
    from autograder.counterexamples.store import of_student

    for test, found in of_student(judge, submission, record, judge.lab, SEARCH).items():
        console.print(f"{test}: {found.message}", markup=False)
        console.print(textwrap.indent(found.snippet, "    "), markup=False)


def _strangers(course: Course, result: Any) -> str:
    from autograder.people import stranger_note

    return stranger_note(course, [*result.records, *result.missing])


def _class_document(lab: Lab, result: Any) -> dict[str, Any]:
    return {
        "lab": lab.name,
        "graded": {name: as_document(result.records[name]) for name in sorted(result.records)},
        "judged": sorted(result.judged),
        "missing": sorted(result.missing),
        "unreadable": result.unreadable,
        "failed": result.failed,
        "removed": {name: str(path) for name, path in sorted(result.removed.items())},
    }
