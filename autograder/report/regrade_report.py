"""Whose score moves, as a table to read before it is published: Markdown for people, CSV for spreadsheets."""

import csv
import io
from collections.abc import Sequence

from autograder.labs import Lab
from autograder.moves import Move
from autograder.report.class_report import safe_cell
from autograder.report.pages import number, printable


def signed(value: float) -> str:
    """A change as people write it: +2.5, -1, 0."""
    return f"+{number(value)}" if value > 0 else number(value)


def markdown(lab: Lab, moves: Sequence[Move], causes: Sequence[str]) -> str:
    """One section a student, the largest loss first."""
    lines = [f"# Regrade of {lab.name}", ""]
    lines += ["What changed: " + "; ".join(causes) + ".", ""] if causes else []
    ordered = sorted(moves, key=lambda m: (m.change, m.student))
    up, down = sum(m.change > 0 for m in moves), sum(m.change < 0 for m in moves)
    lines += [f"{len(moves)} students are touched: {up} win points, {down} lose some.", ""]
    lines += ["| Student | Before | After | Change |", "|---|---:|---:|---:|"]
    lines += [f"| {_cell(m.student)} | {number(m.before)} | {number(m.after)} | {signed(m.change)} |" for m in ordered]
    for m in ordered:
        lines += ["", f"## {_cell(m.student)}: {signed(m.change)}", ""]
        for question in m.questions:
            kept = "; set by hand, stays" if question.by_hand else ""
            lines.append(
                f"- {question.name}: tests give {number(question.after)}, before {number(question.before)}{kept}"
            )
            lines += [f"  - {_cell(reason)}" for reason in question.why]
    return "\n".join(lines) + "\n"


def table(moves: Sequence[Move]) -> str:
    """One row for each question of a student that moves; the totals are the student's."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["student", "before", "after", "change", "question", "tests_before", "tests_after", "by_hand", "why"])
    for m in moves:
        total = [safe_cell(m.student), number(m.before), number(m.after), number(m.change)]
        for q in m.questions:
            found = [number(q.before), number(q.after), "yes" if q.by_hand else "no", safe_cell("; ".join(q.why))]
            rows.writerow([*total, safe_cell(q.name), *found])
        if not m.questions:
            rows.writerow([*total, "", "", "", "", ""])
    return text.getvalue()


def _cell(text: str) -> str:
    """Text that no Markdown reader takes for a table's edge or for HTML."""
    return printable(" ".join(text.split())).replace("|", "\\|").replace("<", "&lt;")
