"""The term on one page: every graded lab side by side, for the students and for the course."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from autograder.report.charts import boxes
from autograder.report.class_data import ClassData, StudentRow
from autograder.report.class_report import safe_cell
from autograder.report.pages import number, page
from autograder.report.script import content_policy, tables_script
from autograder.report.statistics import Mistake, quantile

BEHIND = 2  # of the latest labs, all not handed in or below half: somebody to talk to
MOST = 3  # mistakes of a lab


@dataclass
class TermRow:
    """One student over the term. A lab that was not handed in, or has no result, is None."""

    student: str
    name: str
    scores: dict[str, float | None]
    open: list[str]  # labs with unread written answers
    handed_in: int
    late: int
    total: float
    behind: bool


@dataclass
class TermData:
    """Every graded lab, in order, and everybody who handed in at least once."""

    labs: list[ClassData]
    rows: list[TermRow]

    @property
    def points(self) -> float:
        """What there was to earn in all these labs."""
        return round(sum(points_of(data) for data in self.labs), 2)

    @property
    def behind(self) -> list[TermRow]:
        """Whom somebody should talk to."""
        return [row for row in self.rows if row.behind]

    def document(self) -> dict[str, Any]:
        """The same as JSON; each lab's own file has the rest."""
        labs = [
            {
                "lab": data.lab.name,
                "points": points_of(data),
                "handed_in": len(data.rows),
                "judged": len(data.scores),
                "needs_a_human": data.needing,
                "quartiles_percent": [round(share, 1) for share in shares(data)[1]],
            }
            for data in self.labs
        ]
        return {"points": self.points, "labs": labs, "students": [asdict(row) for row in self.rows]}


def term_data(labs: Sequence[ClassData]) -> TermData:
    """Put the labs side by side."""
    found: dict[str, dict[str, StudentRow]] = {}
    for data in labs:
        for row in data.rows:
            found.setdefault(row.student, {})[data.lab.name] = row
    return TermData(list(labs), [_row(student, found[student], labs) for student in sorted(found)])


def points_of(data: ClassData) -> float:
    """What there was to earn in a lab."""
    return round(sum(question.points for question in data.lab.questions), 2)


def shares(data: ClassData) -> tuple[list[float], list[float]]:
    """Scores in per cent of what was to be earned, and their quartiles: those of the table, after what lateness costs.

    Unread answers count nothing yet. A folder without the notebook is left out, as in the lab's own report.
    """
    of = points_of(data) or 1.0
    found = [100 * row.score / of for row in data.rows if row.score is not None and row.state != "missing"]
    return found, [quantile(found, share) for share in (0.25, 0.5, 0.75)]


def _unread(data: ClassData) -> int:
    return sum(row.state == "open" for row in data.rows)


def render_term(data: TermData) -> str:
    """One HTML page; it links to the labs' own reports beside it."""
    spread = [
        (lab.lab.name.partition("_")[0] + ("+" if _unread(lab) else ""), shares(lab)[0])
        for lab in data.labs
        if shares(lab)[0]
    ]
    return page(
        "term_report.html.j2",
        term=data,
        labs=data.labs,
        points_of=points_of,
        shares=shares,
        names=[name for name, _ in spread],
        spread=[found for _, found in spread],
        boxes=boxes,
        unread=_unread,
        has_open=any(_unread(lab) for lab in data.labs),
        common=[(lab, m, len(m.students)) for lab in data.labs for m in _common(lab)],
        late_of=lambda lab: sum(row.late_hours > 0 for row in lab.rows),
        script=tables_script(),
        content_policy=content_policy(),
    )


def term_csv(data: TermData) -> str:
    """One row a student, one column a lab; empty where there is no score."""
    text = io.StringIO()
    table = csv.writer(text)
    names = [lab.lab.name for lab in data.labs]
    table.writerow(["student", "name", "total", "points", "handed_in", "late", *map(safe_cell, names)])
    for row in data.rows:
        cells = ["" if (score := row.scores[name]) is None else number(score) for name in names]
        who = (safe_cell(row.student), safe_cell(row.name))
        table.writerow([*who, number(row.total), number(data.points), row.handed_in, row.late, *cells])
    return text.getvalue()


def _row(student: str, labs: dict[str, StudentRow], order: Sequence[ClassData]) -> TermRow:
    scores = {data.lab.name: labs[data.lab.name].score if data.lab.name in labs else None for data in order}
    weak = [
        data.lab.name not in labs
        or labs[data.lab.name].state == "missing"
        or (labs[data.lab.name].state == "graded" and (scores[data.lab.name] or 0.0) < points_of(data) / 2)
        for data in order
    ]
    return TermRow(
        student,
        next((row.name for row in labs.values() if row.name), ""),
        scores,
        [name for name, row in labs.items() if row.state == "open"],
        sum(row.state != "missing" for row in labs.values()),
        sum(row.late_hours > 0 for row in labs.values()),
        round(sum(score or 0.0 for score in scores.values()), 2),
        len(weak) >= BEHIND and all(weak[-BEHIND:]),
    )


def _common(data: ClassData) -> list[Mistake]:
    return data.mistakes[:MOST]
