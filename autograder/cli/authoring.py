"""Commands on a lab itself: solve, release."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.course import find_course
from autograder.errors import UserError
from autograder.labs import find_lab

console = Console(highlight=False, soft_wrap=True)


def solve(
    lab: str,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the file to write; by default LAB_solved.ipynb")
    ] = None,
) -> None:
    """Write the solved notebook: the reference solutions in the cells that declare them. Not for students."""
    import nbformat

    from autograder.handouts import LAYERS, hand_out, handouts
    from autograder.notebook import solve as solved_notebook

    target = output or Path(f"{lab}_solved.ipynb")
    if target.exists():
        raise UserError(f"{target} exists; nothing was written, give another name with --output")
    found = find_lab(lab)
    nbformat.write(solved_notebook(found), target)
    console.print(
        f"written: {target.absolute()}\nit holds the solutions of {lab}: keep it away from release/", markup=False
    )
    if LAYERS in handouts(found):
        hand_out(found, target.parent)
        console.print(f"{', '.join(handouts(found))}: laid beside it, it needs them")


def release(lab: str) -> None:
    """Make the students' version of a lab in release/, and stop if anything in it is not meant for them."""
    from autograder.database import opened
    from autograder.nbgrader_plugins.app import course_api, must

    course = find_course()
    found = find_lab(lab, course.assignments)
    with opened(course):
        pass  # what ails the gradebook is one line here; nbgrader would begin, and end with a traceback
    must(course_api(course).generate_assignment(found.name, force=True), "generate_assignment")
    console.print(f"{course.release / lab} is ready. Next: `nbgrader release_assignment {lab}`")


def new_lab(name: str) -> None:
    """Write a lab to start from: notebook, solutions and hidden suite, already green. In a checkout of the kit."""
    from autograder.new_lab import create

    for path in create(name):
        console.print(str(path), soft_wrap=True)
    console.print(f"Next: `gradlab verify {name}`, and docs/authoring.md")


COMMANDS = [solve, release, new_lab]
