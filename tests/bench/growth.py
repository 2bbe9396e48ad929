"""Ten, a hundred, a thousand submissions: `python tests/bench/growth.py [--sizes 10 100 1000] [--dask]`.

Each class is graded from nothing by the command, as a person would start it: seconds from start to end, and the most
memory that the command, its judges and all sandboxes held together (proportional set size: shared pages count once).
"One more" is what `gradlab watch` does when a student of the graded class hands in again: judge, gradebook and
notebook, in this process, with a judge that is ready (median of five).
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from held import family, held
from large_class import LAB, made_course
from results import keep, machine

from autograder import grading
from autograder.course import Course
from autograder.labs import find_lab
from autograder.pool import Judges, JudgeSettings

GRADLAB = [sys.executable, "-c", "from autograder.cli import main; main()"]
LOOK = 0.5  # seconds between two looks at the memory


def main() -> None:
    """One row a size and way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[10, 100, 1000])
    parser.add_argument("--dask-size", type=int, default=100, help="submissions for the rows with Dask; 0 for none")
    given = parser.parse_args()
    begun, rows = machine(), []
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            course = made_course(Path(folder) / f"of-{size}", size)
            rows.append(measured(course, size, "--jobs 2", ["--jobs", "2"], []) | {"one more, ms": one_more(course)})
        for workers in (1, 2) if given.dask_size else ():
            course = made_course(Path(folder) / f"dask-{workers}", given.dask_size)
            with dask(Path(folder) / f"cluster-{workers}", workers) as (address, pids):
                way = f"--dask, {workers} worker{'s' * (workers > 1)}"
                rows.append(measured(course, given.dask_size, way, ["--dask", address], pids))
        if given.dask_size:
            course = made_course(Path(folder) / "beside-dask", given.dask_size)
            rows.append(measured(course, given.dask_size, "--jobs 1", ["--jobs", "1"], []))
    keep("growth", begun, rows)


def measured(course: Course, size: int, way: str, options: list[str], others: list[int]) -> dict[str, Any]:
    """Grade once, and watch. `others`: processes beside the command's own that take part."""
    started, most, processes = time.perf_counter(), 0.0, 0
    command = [*GRADLAB, "grade", LAB, *options]
    with subprocess.Popen(command, cwd=course.root, stdout=subprocess.DEVNULL) as grader:
        while grader.poll() is None:
            megabytes, _, count = held([pid for root in (grader.pid, *others) for pid in family(root)])
            most, processes = max(most, megabytes), max(processes, count)
            with contextlib.suppress(subprocess.TimeoutExpired):
                grader.wait(LOOK)
    seconds = time.perf_counter() - started
    assert grader.returncode == 0
    return {
        "submissions": size,
        "way": way,
        "seconds": seconds,
        "milliseconds each": 1000 * seconds / size,
        "a minute": 60 * size / seconds,
        "most megabytes": most,
        "most processes": processes,
        "one more, ms": "–",
    }


def one_more(course: Course) -> float:
    """Milliseconds for one student who hands in again."""
    lab, milliseconds = find_lab(LAB, course.assignments), []
    path = course.submitted / "s00000" / LAB / f"{LAB}.ipynb"
    with Judges(JudgeSettings.of(lab, course), 1) as judges:
        judges.ready()
        for number in range(6):
            text = path.read_text(encoding="utf-8")
            anew = f"# once more, {number}\\ndef batchnorm_forward"
            path.write_text(text.replace("def batchnorm_forward", anew, 1), encoding="utf-8")
            started = time.perf_counter()
            result = grading.grade(course, lab, 1, ["s00000"], judging=judges.judge)
            milliseconds.append(1000 * (time.perf_counter() - started))
            assert result.judged == {"s00000"}
    return statistics.median(milliseconds[1:])


@contextlib.contextmanager
def dask(folder: Path, workers: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and workers in processes of their own; the address, and the processes."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "cluster"))
    from dask_cluster import cluster

    with cluster(folder, workers) as processes:
        time.sleep(5)  # they import for a while; what is measured is the grading
        yield processes.address, [processes.scheduler.pid, *(worker.pid for worker in processes.workers)]


if __name__ == "__main__":
    main()
