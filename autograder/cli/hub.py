"""The command that puts courses on a JupyterHub of this machine."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.errors import UserError

console = Console(highlight=False, soft_wrap=True)


def hub(
    folder: Annotated[Path, typer.Argument(help="where the Hub's files go; a folder that everybody may enter")],
    course: Annotated[str, typer.Option(help="the course's id")],
    instructor: Annotated[list[str] | None, typer.Option(help="an account; can be given several times")] = None,
    student: Annotated[list[str] | None, typer.Option(help="an account; can be given several times")] = None,
    account: Annotated[str, typer.Option(help="the course's own account; by default grader-COURSE")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be done, and do nothing")] = False,
) -> None:
    """Put a course on a JupyterHub of this machine: accounts, exchange, settings, jupyterhub_config.py."""
    from autograder.hub.plan import Wish, missing, plan

    lacking = missing()
    if lacking and not dry_run:
        raise UserError("; ".join(lacking))
    people = tuple(instructor or ()), tuple(student or ())
    steps = plan(Wish(folder.absolute(), course, *people, account or f"grader-{course}".lower()))
    for step in steps:
        console.print(f"{'would ' if dry_run else ''}{step.says}", markup=False)
        if not dry_run:
            step.do()
    for what in lacking:
        console.print(f"before that: {what}", markup=False)
    if not steps:
        console.print(f"{course} is on the Hub in {folder} already; who is on it stands in {folder / 'courses.toml'}")
    config = folder / "jupyterhub_config.py"
    console.print(f"The Hub is started with `jupyterhub --config {config}`, restarted after each change of its files.")


COMMANDS = [hub]
