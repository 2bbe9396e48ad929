"""Feedback pages onto the disk, those of a large class by several processes.

Imports nothing of nbgrader's, so that a process that only writes pages is there in a moment.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.labs import Lab
from autograder.nbgrader_plugins.folders import carry_over
from autograder.records import Record
from autograder.report.feedback import render
from autograder.report.sheet import Manual
from autograder.storing import write_whole

if TYPE_CHECKING:
    from autograder.counterexamples.store import Found

ALONE = 200  # pages that one process writes before others would be ready to help
CHUNK = 20  # pages that a process takes at once


@dataclass(frozen=True)
class Page:
    """One student's page: what it shows, and where it goes."""

    student: str
    path: Path
    autograded: Path  # the folder that holds what release_feedback looks for beside the page
    record: Record
    manual: Manual
    penalty: float
    late: timedelta
    shows: str  # verdict, hint or counterexample
    counterexamples: "Found"


def write_pages(pages: Sequence[Page], lab: Lab, jobs: int) -> Iterator[str]:
    """Write the pages; the students whose page is there, as they come."""
    if jobs == 1 or len(pages) < ALONE:
        for page in pages:
            write_page(page, lab)
            yield page.student
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as processes:
        labs = [lab] * len(pages)
        try:
            yield from processes.map(write_page, pages, labs, chunksize=CHUNK)
        except BaseException:
            processes.shutdown(cancel_futures=True)
            raise


def write_page(page: Page, lab: Lab) -> str:
    """Write one page, whole or not at all; whose it is."""
    text = render(
        page.record, lab, page.manual, page.student,
        penalty=page.penalty, late=page.late, shows=page.shows, counterexamples=page.counterexamples,
    )  # fmt: skip
    write_whole(page.path, text)
    # Without it release_feedback stops for the whole class.
    carry_over(page.autograded, page.path.parent)
    return page.student
