"""Commands that come first: demo, new-course, labs, doctor."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.course import find_course
from autograder.course import new_course as make_course
from autograder.errors import InfrastructureError, UserError
from autograder.labs import all_labs

console = Console(highlight=False)


def demo(
    folder: Annotated[
        Path, typer.Argument(help="where the demo course goes; an earlier demo there is replaced")
    ] = Path("demo-course"),
    jobs: Annotated[int, typer.Option(min=0, help="judges at once; 0 for one a core")] = 0,
    lab: Annotated[str, typer.Option(help="the lab to show; by default the first")] = "",
) -> None:
    """Run the whole cycle on a made class: release, submit, judge, grade, feedback, report."""
    from autograder.cli.grading import cores
    from autograder.demo import run

    run(folder, jobs or cores(), console, lab)


def new_course(
    folder: Annotated[Path, typer.Argument(help="an empty or new folder")],
    course_id: Annotated[str, typer.Option("--id", help="the course's name in the exchange")] = "",
    gradebook: Annotated[
        str,
        typer.Option(help="a database for the gradebook, such as postgresql+psycopg:///cnn_2026; by default a file"),
    ] = "",
) -> None:
    """Make a course folder: nbgrader's settings, the labs, an empty gradebook, a secret salt."""
    course = make_course(folder, course_id or folder.absolute().name, gradebook)
    console.print(
        f"Course [bold]{course.course_id}[/bold] is in {course.root}. Next: cd there, and `gradlab release LAB`."
    )


def labs(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """List the labs of this course, or of the kit outside a course."""
    try:
        folder = find_course().assignments
    except UserError:
        folder = None
    found = all_labs(folder)
    if as_json:
        listing = [
            {
                "lab": lab.name,
                "notebook": str(lab.notebook),
                "questions": [
                    {"name": question.name, "points": question.points, "written": question.written}
                    for question in lab.questions
                ],
            }
            for lab in found
        ]
        print(json.dumps(listing, indent=1))
        return
    table = Table("lab", "questions", "written", "points", box=None)
    for lab in found:
        written = sum(question.written for question in lab.questions)
        points = sum(question.points for question in lab.questions)
        table.add_row(lab.name, str(len(lab.questions) - written), str(written), f"{points:g}")
    console.print(table if found else "no labs here")


def doctor(
    user: Annotated[
        str, typer.Option("--as", help="examine as this user, such as the account that grades; for root")
    ] = "",
) -> None:
    """Say whether gradlab can work here: this machine, nbgrader in Jupyter, the course; and what to do where not."""
    from autograder.doctor import examine
    from autograder.doctor.account import examine_as

    if user:
        raise typer.Exit(examine_as(user))
    table = Table("", "what", "found", box=None)
    findings = examine()
    for finding in findings:
        bad = "[red]no[/red]" if finding.needed else "[yellow]--[/yellow]"
        table.add_row("[green]ok[/green]" if finding.ok else bad, finding.what, escape(finding.found))
    console.print(table)
    for finding in findings:
        if not finding.ok:
            console.print(f"{finding.what}: {finding.remedy}", markup=False, soft_wrap=True)
    if not all(finding.ok for finding in findings if finding.needed):
        raise InfrastructureError("this installation is not fit to grade; see above")


COMMANDS = [demo, new_course, labs, doctor]
