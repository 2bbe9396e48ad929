"""The command that judges again what was judged on something that changed: regrade."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder.cli.class_table import reasons
from autograder.cli.grading import Isolation, cores, known
from autograder.course import find_course
from autograder.errors import InfrastructureError
from autograder.labs import find_lab

console = Console(highlight=False, soft_wrap=True)


def regrade(
    lab: str,
    publish: Annotated[bool, typer.Option("--publish", help="put what was shown into the gradebook")] = False,
    jobs: Annotated[int, typer.Option(min=0, help="judges at once; 0 for one a core")] = 0,
    isolation: Isolation = "bubblewrap",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """After a change of tests, weights, points or limits: show whose score moves and why; with --publish, grade so."""
    from autograder import regrading
    from autograder.report.regrade_report import markdown, signed, table
    from autograder.storing import write_whole

    known(isolation)
    course = find_course()
    found = find_lab(lab, course.assignments)
    if publish:
        done = regrading.publish(course, found, isolation)
        written = len(done.records) - len(done.records.keys() & done.failed.keys())
        console.print(f"{written} are in the gradebook; `gradlab report {lab}` writes their feedback")
        _refuse_failed(done.failed, "not published")
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    terminal = Console(stderr=True)
    with Progress(*columns, console=terminal, transient=True, disable=not terminal.is_terminal) as bar:
        task = bar.add_task(f"judging {lab} again", total=None)
        result = regrading.preview(
            course, found, jobs or cores(), isolation,
            lambda name, done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    stem = course.root / "reports" / f"{lab}-regrade"
    write_whole(stem.with_suffix(".md"), markdown(found, result.moves, result.causes))
    write_whole(stem.with_suffix(".csv"), table(result.moves), encoding="utf-8-sig", newline="")
    if as_json:
        print(json.dumps(asdict(result), indent=1, ensure_ascii=False))
    else:
        if result.moves:
            shown = Table("student", "before", "after", "change", "why", box=None)
            for m in sorted(result.moves, key=lambda m: (m.change, m.student)):
                why = reasons(m)
                more = f" and {len(why) - 1} more" if len(why) > 1 else ""
                cells = (m.student, f"{m.before:g}", f"{m.after:g}", signed(m.change), "".join(why[:1]) + more)
                shown.add_row(*map(escape, cells))
            console.print(shown)
        for cause in result.causes:
            console.print(f"changed: {cause}", markup=False)
        counts = f"{len(result.moves)} move, {len(result.still)} judged again with the same scores"
        console.print(f"{counts}, {len(result.current)} rest on what did not change")
        if result.ungraded:
            console.print(f"not judged yet, `gradlab grade {lab}`: {', '.join(result.ungraded)}", markup=False)
        console.print(f"in full: {stem}.md and {stem.name}.csv", markup=False)
        if result.moves or result.still:
            console.print(f"nothing is in the gradebook yet; `gradlab regrade {lab} --publish` puts it there")
    _refuse_failed(result.failed, "not judged")


def _refuse_failed(failed: dict[str, str], what: str) -> None:
    for name, reason in sorted(failed.items()):
        Console(stderr=True, soft_wrap=True, highlight=False).print(f"{what}: {name}: {reason}", markup=False)
    if failed:
        raise InfrastructureError(f"{len(failed)} {what}, through no fault of theirs; run it again")


COMMANDS = [regrade]
