"""How many submissions a minute, side by side: stock nbgrader, our preprocessors in it, `gradlab grade`, otter-grader.

    python tests/bench/throughput.py [LAB ...] [--submissions 60]

The same submissions, the same suites, one after another in one run. Stock nbgrader and otter-grader run the suites live
in the process of the student's code, because they have no other; ours run behind the wall. Every command is started
from nothing, as a person would, and ours draws its cases anew. otter-grader is measured where it is installed.

Two rows make stock nbgrader lighter than anybody would run it, so that nobody need wonder: without the cells that draw
figures, and in addition without Hypothesis looking for a smaller input after a failure. A submission that stock
nbgrader gives up (an endless loop, a cell that takes too long) counts as done, and as failed.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from results import keep, machine

from autograder.course import new_course
from autograder.labs import Lab, find_lab
from autograder.notebook import solve

HERE = Path(__file__).parent
STOCK = """\
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.source_directory = "assignments"
"""
IN_CELL = """\
from in_kernel import earned
earned({lab!r}, {question!r}, {points!r}, globals())"""
OTTER_TEST = """\
OK_FORMAT = False
from otter.test_files import test_case
name = {question!r}
points = {points!r}


@test_case(points={points!r})
def test_question(env):
    from in_kernel import earned
    assert earned({lab!r}, {question!r}, {points!r}, env) == {points!r}
"""


def main() -> None:
    """Print one row a lab and way of grading."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labs", nargs="*", default=["lab02_batchnorm", "lab03_convolution"])
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--stock", type=int, default=0, help="submissions for the slow ways; default: as many")
    parser.add_argument("--lighter", type=int, default=15, help="submissions for the rows that only explain stock")
    given = parser.parse_args()
    slow = given.stock or given.submissions
    for name in given.labs:
        begun, rows, rate = machine(), [], dict[str, float]()
        with tempfile.TemporaryDirectory() as folder:
            for way, count, run in _ways(find_lab(name), Path(folder), given.submissions, slow, given.lighter):
                started, cpu = time.perf_counter(), _cpu_seconds()
                failed = run()
                seconds, cpu = time.perf_counter() - started, _cpu_seconds() - cpu
                rate[way] = count / seconds
                row = {"lab": name, "way": way, "submissions": count, "failed": failed, "seconds": seconds}
                row |= {"CPU, s": cpu, "a minute": 60 * rate[way]}
                row |= {"times stock": rate[way] / rate["nbgrader autograde, stock"]}
                rows.append(row)
                print(row, flush=True)
        keep(f"throughput_{name.partition('_')[0]}", begun, rows)


def _cpu_seconds() -> float:
    """Processor time of all processes that were waited for; sandboxes, whose parents end first, count only in part."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _ways(lab: Lab, folder: Path, count: int, slow: int, lighter: int) -> Iterator[tuple[str, int, Callable[[], int]]]:
    """(name, submissions, what to time) for every way of grading; each course is made outside the timed part."""
    notebooks = [solve(lab, *texts) for texts in _answers(lab, count)]
    stock = folder / "stock"
    _stock_course(stock, lab, notebooks[:slow])
    yield "nbgrader autograde, stock", slow, lambda: _grade(stock, "nbgrader", "autograde", lab.name, may_fail=True)
    for way, more in (("figures cut", {}), ("figures cut, no shrinking", {"GRADLAB_BENCH_NO_SHRINKING": "1"})):
        bare = folder / way.replace(" ", "_")
        _stock_course(bare, lab, notebooks[:lighter], figures=False)
        yield (
            f"the same, {way}", min(lighter, count),
            lambda bare=bare, more=more: _grade(bare, "nbgrader", "autograde", lab.name, may_fail=True, **more),
        )  # fmt: skip
    for way, *command in (
        ("nbgrader autograde, our preprocessors", "nbgrader", "autograde", lab.name),
        ("gradlab grade --jobs 1", "gradlab", "grade", lab.name, "--jobs", "1"),
        ("gradlab grade --jobs 2", "gradlab", "grade", lab.name, "--jobs", "2"),
    ):
        course = new_course(folder / way.replace(" ", "_"), "bench")
        _hand_in(course.submitted, lab, notebooks)
        _run(course.root, "nbgrader", "generate_assignment", lab.name)
        yield way, count, lambda root=course.root, command=command: _grade(root, *command)
    if shutil.which("otter", path=str(Path(sys.executable).parent)):
        archive, files = _otter(folder / "otter", lab, notebooks[:lighter])
        yield (
            "otter run",
            len(files),
            lambda: sum(_grade(archive.parent, "otter", "run", "-a", archive, file) for file in files),
        )


def _answers(lab: Lab, count: int) -> list[list[str]]:
    """Texts to solve the notebook with: every third right, the others each with a mistake."""
    reference = lab.solution.read_text(encoding="utf-8")
    right, wrong = (sorted((lab.suite / bank).glob("[a-z]*.py")) for bank in ("right", "wrong"))
    step = max(1, len(wrong) // count)
    chosen = [right[i // 3 % len(right)] if i % 3 == 0 else wrong[i * step % len(wrong)] for i in range(count)]
    return [[reference, path.read_text(encoding="utf-8")] for path in chosen]


def _hand_in(submitted: Path, lab: Lab, notebooks: list[nbformat.NotebookNode]) -> None:
    for number, notebook in enumerate(notebooks):
        place = submitted / f"student{number:03}" / lab.name
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{lab.name}.ipynb")
        (place / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC", encoding="utf-8")


def _stock_course(root: Path, lab: Lab, notebooks: list[nbformat.NotebookNode], figures: bool = True) -> None:
    """A course of stock nbgrader whose test cells run the hidden suite in the kernel."""
    (root / "assignments" / lab.name).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    points = {question.grade_id: question.points for question in lab.questions}

    def prepared(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
        if not figures:
            notebook.cells = [cell for cell in notebook.cells if "figure" not in cell.metadata.get("tags", [])]
        return notebook

    master = prepared(lab.master())
    for cell in master.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code" and name in points:
            question = name.removeprefix("test_")
            cell.source = IN_CELL.format(lab=lab.name, question=question, points=float(points[name]))
    nbformat.write(master, root / "assignments" / lab.name / f"{lab.name}.ipynb")
    _run(root, "nbgrader", "generate_assignment", lab.name)
    _hand_in(root / "submitted", lab, [prepared(nbformat.from_dict(notebook)) for notebook in notebooks])


def _otter(root: Path, lab: Lab, notebooks: list[nbformat.NotebookNode]) -> tuple[Path, list[Path]]:
    """otter-grader's archive of tests, and the notebooks with our cells' metadata and public checks taken off."""
    (root / "tests").mkdir(parents=True)
    for question in lab.questions:
        if not question.written:
            text = OTTER_TEST.format(lab=lab.name, question=question.name, points=float(question.points))
            (root / "tests" / f"{question.name}.py").write_text(text, encoding="utf-8")
    (root / "otter_config.json").write_text(json.dumps({"lang": "python"}), encoding="utf-8")
    _run(
        root, "otter", "generate", "-t", "tests", "-c", "otter_config.json", "--no-environment", "-o", "autograder.zip"
    )
    files = []
    for number, notebook in enumerate(notebooks):
        plain = nbformat.from_dict(notebook)
        plain.cells = [cell for cell in plain.cells if not cell.metadata.get("nbgrader", {}).get("grade")]
        files.append(root / f"student{number:03}.ipynb")
        nbformat.write(plain, files[-1])
    return root / "autograder.zip", files


def _grade(folder: Path, program: str, *arguments: object, may_fail: bool = False, **settings: str) -> int:
    """Run a program that grades; how many submissions it gave up."""
    said = _run(folder, program, *arguments, may_fail=may_fail, **settings)
    return said.count("There was an error processing assignment")


def _run(folder: Path, program: str, *arguments: object, may_fail: bool = False, **settings: str) -> str:
    """Run a program of this environment; what it says is shown only if it fails."""
    scripts = Path(sys.executable).parent
    path = os.pathsep.join([str(HERE), str(HERE.parents[1] / "assignments")])
    env = os.environ | {
        "PYTHONPATH": path,
        "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}",
        "MPLBACKEND": "agg",
        **settings,
    }
    command = [str(scripts / program), *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout + done.stderr


if __name__ == "__main__":
    main()
