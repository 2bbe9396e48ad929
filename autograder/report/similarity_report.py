"""Similar submissions side by side, for an instructor's eyes only."""

import csv
import io
from collections.abc import Sequence

from autograder.labs import Lab
from autograder.report.class_report import safe_cell
from autograder.report.pages import number, page
from autograder.report.script import content_policy, tables_script
from autograder.similarity import Pair

SHOWN = 25  # pairs whose code is shown


def render_similarity(lab: Lab, pairs: Sequence[Pair], students: int) -> str:
    """One HTML page; the code of the pairs that are most alike, what they share marked."""
    return page(
        "similarity.html.j2",
        lab=lab,
        pairs=pairs,
        students=students,
        shown=SHOWN,
        script=tables_script(),
        content_policy=content_policy(),
    )


def similarity_csv(pairs: Sequence[Pair]) -> str:
    """One row a pair."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["first", "second", "share_of_first", "share_of_second", "characters"])
    for pair in pairs:
        shares = (number(pair.share_of_first), number(pair.share_of_second))
        table.writerow([safe_cell(pair.first), safe_cell(pair.second), *shares, pair.size])
    return text.getvalue()
