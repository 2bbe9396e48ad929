"""The command that hands grades on: export."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.course import find_course
from autograder.labs import find_lab


def export(
    lab: str,
    to: Annotated[str, typer.Option(help="csv, canvas, moodle, gradescope, gradescope-autograder or junit")] = "csv",
    into: Annotated[
        Path | None, typer.Option(help="fill in this file: a Canvas gradebook or a Moodle grading worksheet")
    ] = None,
    title: Annotated[str, typer.Option(help="the assignment's name in Canvas; by default the lab's")] = "",
    column: Annotated[str, typer.Option(help="the header of the worksheet's grade column; by default Grade")] = "",
    with_open: Annotated[bool, typer.Option(help="unread written answers count 0, instead of no grade yet")] = False,
    isolation: Annotated[
        str, typer.Option(help="of a Gradescope autograder: bubblewrap, or none where no sandbox starts")
    ] = "bubblewrap",
) -> None:
    """Write a lab's grades as other systems take them, into the course's exports/."""
    from autograder.exports.files import Choice, export

    course = find_course()
    done = export(course, find_lab(lab, course.assignments), Choice(to, into, title, column, with_open, isolation))
    console = Console(highlight=False, soft_wrap=True)
    for path in done.files[:3]:
        console.print(str(path), markup=False)
    if len(done.files) > 3:
        console.print(f"... and {len(done.files) - 3} more")
    for note in done.notes:
        console.print(note, markup=False)


COMMANDS = [export]
