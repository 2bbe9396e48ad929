"""From `nbgrader submit` to feedback: `python tests/bench/watch_latency.py [--students 30]`.

`gradlab watch` runs as a process; students submit through the real exchange, at random moments. Measured is the time
from the end of a student's submit until the page lies in the exchange, where `nbgrader fetch_feedback` takes it.
"""

import argparse
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbgrader.utils import notebook_hash
from results import keep, machine
from throughput import _answers

from autograder.course import Course, new_course
from autograder.demo.exchange import Exchange
from autograder.labs import find_lab
from autograder.nbgrader_plugins.app import must
from autograder.notebook import solve


def main() -> None:
    """One row a lab."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labs", nargs="*", default=["lab02_batchnorm", "lab03_convolution"])
    parser.add_argument("--students", type=int, default=30)
    given = parser.parse_args()
    begun, rows = machine(), []
    for name in given.labs:
        with tempfile.TemporaryDirectory() as folder:
            seconds = sorted(latencies(new_course(Path(folder) / "course", "watched"), name, given.students))
        row = {"lab": name, "submissions": given.students, "median, s": statistics.median(seconds)}
        rows.append(row | {"nine in ten, s": seconds[int(0.9 * len(seconds))], "longest, s": seconds[-1]})
    keep("watch", begun, rows)


def latencies(course: Course, name: str, students: int) -> list[float]:
    """Seconds from submitted to published, one by one."""
    lab = find_lab(name, course.assignments)
    exchange = Exchange(course, lab)
    must(exchange.api.generate_assignment(name), "generate_assignment")
    must(exchange.api.release_assignment(name), "release_assignment")
    answers = [solve(lab, *texts) for texts in _answers(lab, students)]
    for number, nb in enumerate(answers):
        exchange.fetch_assignment(f"s{number:03}")
        nbformat.write(nb, exchange.home(f"s{number:03}") / name / f"{name}.ipynb")
    command = [sys.executable, "-c", "from autograder.cli import main; main()", "watch", name]
    seconds, chance = [], random.Random(1)
    with subprocess.Popen(command, cwd=course.root, stderr=subprocess.PIPE, text=True) as watch:
        assert watch.stderr is not None
        while "watching" not in watch.stderr.readline():
            assert watch.poll() is None
        for number in range(students):
            time.sleep(chance.uniform(0.5, 1.5))
            exchange.submit(f"s{number:03}")
            submitted = time.perf_counter()
            page = published(exchange, f"s{number:03}")
            while not page.exists():
                assert watch.poll() is None
                assert time.perf_counter() - submitted < 60
                time.sleep(0.005)
            seconds.append(time.perf_counter() - submitted)
        watch.send_signal(signal.SIGINT)
        watch.communicate()
    return seconds


def published(exchange: Exchange, student: str) -> Path:
    """Where the page of what a student handed in will lie."""
    (folder,) = (exchange.home(student) / ".cache" / exchange.course.course_id).iterdir()
    key = notebook_hash(secret=(folder / "submission_secret.txt").read_text(), notebook_id=exchange.lab.name)
    return exchange.root / exchange.course.course_id / "feedback" / f"{key}.html"


if __name__ == "__main__":
    main()
