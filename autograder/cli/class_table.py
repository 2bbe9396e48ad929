"""What `gradlab grade` shows of a class, in any width of terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.labs import Lab
from autograder.score import score_question, score_record

if TYPE_CHECKING:
    from autograder.grading import Grading
    from autograder.moves import Move

console = Console(highlight=False, soft_wrap=True)
TOTAL = 9  # characters of the column with the total, and of the gaps at both edges


def show_class(lab: Lab, result: "Grading") -> None:
    """Everybody's points of the tests, with what there was to earn above them."""
    asked = [question for question in lab.questions if not question.written]
    names, points = [question.name for question in asked], [question.points for question in asked]
    longest = max((cell_len(name) for name in (*result.records, *result.missing)), default=0)
    if sum(len(name) + 2 for name in names) + max(longest, len("maximum")) + TOTAL > console.width:
        for number, question in enumerate(asked, start=1):
            console.print(f"{number:>3}  {question.name}", markup=False)
        names = [str(number) for number in range(1, len(names) + 1)]
    table = Table(box=None)
    table.add_column("student", overflow="fold")
    for name in (*names, "tests"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row("maximum", *(f"{most:g}" for most in points), f"{sum(points):g}", style="dim")
    for name in sorted(result.records):  # one record at a time
        record = result.records[name]
        scores = {question.grade_id: f"{score_question(question).score:g}" for question in record.questions}
        cells = (scores.get(question.grade_id, "-") for question in asked)
        table.add_row(escape(name), *cells, f"{score_record(record).score:g}")
    for name in sorted(result.missing):
        table.add_row(escape(name), *("0" for _ in names), "0")
    console.print(table)
    done = len(result.judged)
    console.print(f"{done} judged, {len(result.records) - done} as before, {len(result.missing)} without a notebook")


def next_step(lab: Lab, result: "Grading") -> str:
    """What to do now; "" where an error says it."""
    if result.failed or result.unreadable:
        return ""
    again = ", and again when the written answers are read" if any(q.written for q in lab.questions) else ""
    return f"next: `gradlab report {lab.name}`{again}"


def reasons(move: "Move") -> list[str]:
    """Why a score moves, each with the question that it is about."""
    return [f"{question.name}: {reason}" for question in move.questions for reason in question.why]


def show_moves(moves: Sequence["Move"]) -> None:
    """Whose score from the tests is another than before, for the same submission."""
    shown = Table("judged again", "before", "after", "why", box=None)
    for m in sorted(moves, key=lambda m: (m.change, m.student)):
        shown.add_row(*map(escape, (m.student, f"{m.before:g}", f"{m.after:g}", "; ".join(reasons(m)[:2]))))
    console.print(shown)
