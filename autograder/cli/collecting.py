"""Commands that fetch what students handed in, and who they are: collect, import, roster."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from autograder.course import find_course
from autograder.errors import UserError
from autograder.labs import find_lab
from autograder.names import some

if TYPE_CHECKING:
    from autograder.imports.bring_in import BroughtIn
    from autograder.nbgrader_plugins.collect import Collected

console = Console(highlight=False, soft_wrap=True)


def collect(lab: str, as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """Collect the newest fit submission of each student from the exchange, and name what is refused."""
    from nbgrader.exchange import ExchangeError

    from autograder.database import refuse_another_course
    from autograder.nbgrader_plugins.app import course_app
    from autograder.nbgrader_plugins.collect import Collected
    from autograder.people import stranger_note

    course = find_course()
    found = find_lab(lab, course.assignments)
    refuse_another_course(course)
    app = course_app(course)
    app.coursedir.assignment_id = found.name
    step = app.exchange.Collect(coursedir=app.coursedir, authenticator=app.authenticator, parent=app)
    step.update = True
    try:
        step.start()
    except ExchangeError as error:
        if not hasattr(step, "result"):  # not begun: no exchange, no inbound folder
            settings = course.root / "nbgrader_config.py"
            raise UserError(
                f"{error}; set c.Exchange.root in {settings}, or put the exchange right: `gradlab doctor` says how"
            ) from error
    result = getattr(step, "result", None)
    if not isinstance(result, Collected):
        raise UserError("this course collects with a plugin of its own: use `nbgrader collect`")
    _show(result, as_json)
    strangers = stranger_note(course, [*result.new, *result.updated, *result.kept])
    for sentence in filter(None, (*result.times, strangers, *result.refused)):
        Console(stderr=True, soft_wrap=True, highlight=False).print(sentence, markup=False)
    if result.refused:
        raise UserError("what was refused lies in the exchange still; all others were collected")


def import_(
    lab: str,
    paths: Annotated[list[Path], typer.Argument(help="downloaded archives (.zip) or folders, older ones first")],
    layout: Annotated[
        str, typer.Option("--from", help="moodle, canvas, blackboard or folder; by default the files' names tell")
    ] = "",
    when: Annotated[str, typer.Option(help='when all of it was handed in, such as "2026-11-20 10:00 UTC"')] = "",
    worksheet: Annotated[
        Path | None, typer.Option(help="Moodle's grading worksheet, which tells who a participant is")
    ] = None,
    unknown: Annotated[str, typer.Option(help="students who are not in the gradebook: refuse, skip or add")] = "refuse",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Import what was downloaded from Moodle, Canvas or Blackboard, or lies in a folder; all that fits, or nothing."""
    from autograder.imports.bring_in import Wish, bring_in

    course = find_course()
    wish = Wish(layout, _time(when) if when else None, worksheet, unknown)
    result = bring_in(course, find_lab(lab, course.assignments), paths, wish)
    _show(result, as_json)
    for sentence in (*result.notes, *result.refused):
        Console(stderr=True, soft_wrap=True, highlight=False).print(sentence, markup=False)
    if result.refused:
        raise UserError("ask for what was refused; all others were imported")


def roster(
    file: Annotated[Path, typer.Argument(help="a CSV file with a header; a gradebook exported from Canvas does, too")],
    id_column: Annotated[str, typer.Option("--id", help="the column that holds the students' ids")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Tell the gradebook who is on the course: ids, names, e-mail, Canvas's numbers. Nobody is removed."""
    from autograder.imports.roster import enrol

    result = enrol(find_course(), file, id_column)
    if as_json:
        print(json.dumps(asdict(result), indent=1, ensure_ascii=False))
        return
    console.print(f"{len(result.new)} new, {len(result.changed)} changed, {len(result.kept)} as before")
    if result.others:
        console.print(f"in the gradebook, not in this file: {', '.join(result.others)}", markup=False)


def extend(
    lab: str,
    student: str,
    days: Annotated[float, typer.Option(help="days after the due date")] = 0,
    hours: Annotated[float, typer.Option(help="hours more")] = 0,
) -> None:
    """Let one student hand in later, instead of any earlier extension; without days and hours, take it back."""
    from datetime import timedelta

    from autograder.extensions import extend as give

    course = find_course()
    try:
        extra = timedelta(days=days, hours=hours)
    except (OverflowError, ValueError):
        raise UserError(f"{days} days and {hours} hours are no extension") from None
    until = give(course, find_lab(lab, course.assignments), student, extra)
    console.print(f"{student} can hand in until {until:%Y-%m-%d %H:%M} UTC; `gradlab grade {lab}` works penalties out")


def _show(result: "Collected | BroughtIn", as_json: bool) -> None:
    """How many came, and who is new or handed in again."""
    if as_json:
        print(json.dumps(asdict(result), indent=1, ensure_ascii=False))
        return
    counts = f"{len(result.new)} new, {len(result.updated)} handed in again, {len(result.kept)} as before"
    console.print(f"{counts}, {len(result.refused)} refused")
    for who, students in (("new", result.new), ("handed in again", result.updated)):
        if students:
            console.print(f"{who}: {some(students)}", markup=False)


COMMANDS = [collect, import_, roster, extend]


def _time(text: str) -> datetime:
    """A point in time as nbgrader reads it, in UTC unless it says otherwise."""
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(text)  # type: ignore[no-any-return]
    except (ValueError, OverflowError):
        raise UserError(f'--when is {text!r}, expected a time such as "2026-11-20 10:00 UTC"') from None
