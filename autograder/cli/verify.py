"""The command verify: the grader's own exam of the labs' suites."""

import dataclasses
import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograder.errors import UserError
from autograder.labs import all_labs, find_lab
from autograder.verify.plan import FAST, FULL, PARTS

if TYPE_CHECKING:
    from autograder.verify.exam import Exam

console = Console(highlight=False, soft_wrap=True)


def verify(
    lab: Annotated[str, typer.Argument(help="the lab; by default every lab of the kit")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="a sample of each part: less than a minute")] = False,
    jobs: Annotated[int, typer.Option(help="processes at once; 0 for one a core")] = 0,
    only: Annotated[list[str] | None, typer.Option(help=f"one part ({', '.join(PARTS)}); may be repeated")] = None,
    salts: Annotated[int | None, typer.Option(help="fresh salts for alarms and for slips")] = None,
    times: Annotated[int | None, typer.Option(help="how many times the suite's examples alarms are tried on")] = None,
    seed: Annotated[int, typer.Option(help="decides the fresh salts; the same seed finds the same again")] = 0,
) -> None:
    """Examine the hidden suites: no wrong answer may pass, no right one fail. For authors of labs; takes minutes."""
    from autograder.cli.grading import cores
    from autograder.verify.exam import examine

    unknown = [part for part in only or () if part not in PARTS]
    if unknown:
        raise UserError(f"there is no part {', '.join(unknown)}; parts: {', '.join(PARTS)}")
    plan = dataclasses.replace(FAST if fast else FULL, seed=seed)
    if salts is not None:
        plan = dataclasses.replace(plan, alarm_salts=salts, slip_salts=salts)
    if times is not None:
        plan = dataclasses.replace(plan, times=times)
    exams = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        for found in [find_lab(lab)] if lab else all_labs():

            def show(part: str, done: int, total: int, name: str = found.name) -> None:
                bar.update(task, description=f"{name} {part}", completed=done, total=total)

            exams.append(examine(found, plan, jobs or cores(), only or PARTS, show))
            if not as_json:
                _show(exams[-1])
    if as_json:
        print(json.dumps([exam.as_document() for exam in exams], indent=1, ensure_ascii=False))
    bad = [exam.lab for exam in exams if not exam.ok]
    if bad:
        raise UserError(f"the suite of {', '.join(bad)} has gaps; see above")


def _show(exam: "Exam") -> None:
    table = Table("", exam.lab, "figures", "seconds", box=None)
    for part, seconds in exam.parts:
        mark = "[green]ok[/green]" if part.ok else "[red]not ok[/red]"
        table.add_row(mark, part.part, escape(part.figures), f"{seconds:.1f}")
    console.print(table)
    for part, _ in exam.parts:
        for finding in part.findings:
            console.print(f"{part.part}: {finding.where}: {finding.what}", markup=False)
        for note in part.notes:
            console.print(f"{part.part}: {note}", markup=False, style="dim")


COMMANDS = [verify]
