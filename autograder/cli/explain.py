"""The command explain: why a student lost the points of a question, for whoever has to defend it."""

import difflib
import shlex
import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from autograder.course import Course, find_course
from autograder.errors import UserError
from autograder.labs import Lab, find_lab
from autograder.records import Outcome, QuestionRecord, Record

if TYPE_CHECKING:
    from autograder.report.sheet import Finding

console = Console(highlight=False, soft_wrap=True)


def explain(
    student: str,
    lab: str,
    question: Annotated[str, typer.Argument(help="the question's name, with or without test_")],
    seconds: Annotated[float, typer.Option(min=0.1, max=600, help="to look for each counterexample")] = 5.0,
    again: Annotated[bool, typer.Option(help="judge the submission again and compare with the record")] = True,
) -> None:
    """Show what cost a student points in a question, with inputs that show it. Hidden inputs: for staff only."""
    course = find_course()
    found = find_lab(lab, course.assignments)
    record = course.load_record(found.name, student)
    if record is None:
        raise UserError(_no_record(course, found, student))
    asked = _question(record, question)
    _show(asked, found, record)
    if again:
        _again(course, found, student, record, asked, seconds)
    _reproduce(course, found, student, record)


def _no_record(course: Course, lab: Lab, student: str) -> str:
    """Why there is nothing to explain, and what to do about it."""
    from autograder.grading import students_of
    from autograder.people import people_of

    handed_in = students_of(course, lab)
    if student in handed_in:
        return f"{student!r} handed in {lab.name} and is not graded yet; run `gradlab grade {lab.name}`"
    if student in people_of(course):
        return f"{student!r} handed in nothing for {lab.name}"
    close = difflib.get_close_matches(student, sorted({*handed_in, *people_of(course)}), 3)
    meant = f"; did you mean {' or '.join(map(repr, close))}?" if close else ": `submitted/` holds a folder for each"
    return f"nobody is called {student!r} in this course{meant}"


def _question(record: Record, name: str) -> QuestionRecord:
    for question in record.questions:
        if name in (question.name, question.grade_id):
            return question
    known = ", ".join(question.name for question in record.questions)
    raise UserError(f"{record.lab} has no autograded question {name!r}; it has {known}")


def _show(asked: QuestionRecord, lab: Lab, record: Record) -> None:
    from autograder.report.sheet import findings, sheet

    line = next(line for line in sheet(record, lab).judged if line.grade_id == asked.grade_id)
    score = "not judged" if line.score is None else f"{line.score:g} of {line.points:g} points"
    console.print(
        f"[bold]{asked.name}[/bold]  {score}; {len(line.passed)} of {len(line.tests)} tests passed", highlight=False
    )
    found = findings(line)
    for number, finding in enumerate(found, start=1):
        _show_finding(finding, number, len(found))
    if line.unearned:
        console.print(
            f"\n  -{line.unearned:g}  no claim about a value holds, so what passed earns nothing", markup=False
        )


def _show_finding(finding: "Finding", number: int, of: int) -> None:
    """One problem: what was seen, then what each test of it costs, then the sum."""
    first = finding.first
    problem = f"problem {number} of {of}" if of > 1 else "the problem"
    console.print(f"\n  {problem}: {first.outcome}: a correct answer {first.claim}", markup=False)
    told = [first.message, first.looks_like and f"looks like code that {first.looks_like} ({first.mistake})"]
    told += [*first.known, first.hint]
    told += [_cases(first)] if first.outcome is Outcome.FAILED else []
    for sentence in filter(None, told):
        console.print(f"        {sentence}", markup=False)
    for test, lost in finding.tests:
        said = f": {test.message}" if test is not first and test.message != first.message else ""
        console.print(f"    -{lost:g}  {test.name}{said}", markup=False)
    if len(finding.tests) > 1:
        console.print(f"    -{finding.lost:g}  together, for this one problem", markup=False)


def _cases(test: Any) -> str:
    return f"wrong in {test.cases_failed} of {test.cases} cases of {test.name}"


def _again(course: Course, lab: Lab, student: str, record: Record, asked: QuestionRecord, seconds: float) -> None:
    """Judge the same submission once more, say whether the record still stands, and look for counterexamples."""
    from dataclasses import replace

    from autograder.counterexamples.store import of_student, same_suite, submission_of
    from autograder.pool import JudgeSettings

    submission = submission_of(course, lab, student, record)
    if submission is None:
        console.print("what was handed in has changed since: no input can be shown", style="yellow")
        return
    if record.isolation == "none":
        console.print("the record was made without a sandbox: nothing is run again", style="yellow")
        return
    with JudgeSettings.of(lab, course).open() as judge:
        if not same_suite(judge, record):
            console.print("the suite or its cases have changed since: grade again", style="yellow")
            return
        same = judge.judge(submission).digest == record.digest
        console.print(
            "judged again just now: the same record" if same else "judged again just now: ANOTHER record; tell us",
            style="green" if same else "red",
        )
        only = replace(record, questions=(asked,))
        for test, found in of_student(judge, submission, only, lab, seconds).items():
            console.print(f"\nan input that shows {test.split('::')[1]}, run with both answers:", markup=False)
            console.print(textwrap.indent(found.snippet, "    "), markup=False)


def _reproduce(course: Course, lab: Lab, student: str, record: Record) -> None:
    notebook = course.folder("submitted", student, lab.name) / f"{lab.name}.ipynb"
    console.print(
        f"\nrecord {course.records(lab.name) / f'{student}.json'}\n"
        f"  submission {record.submission[:12]}, suite {record.suite[:12]}, cases {record.cases[:12]}, "
        f"salt {record.salt_id}, gradlab {record.kit}, {record.isolation}\n"
        f"the same again, in {shlex.quote(str(course.root))}:\n"
        f"  gradlab check {shlex.quote(str(notebook.relative_to(course.root)))} --lab {lab.name} --smallest",
        markup=False,
    )


COMMANDS = [explain]
