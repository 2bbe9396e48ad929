"""What the line says while a class is graded."""

import io
import subprocess
import sys

import pytest
from rich.console import Console

from autograder.cli import live
from autograder.cli.live import LiveGrading, sentence
from autograder.grading import Standing


def test_the_line_says_done_failed_waiting_rate_and_time_left() -> None:
    standing = Standing(total=60, judged=30, as_before=4, ungraded=1)
    assert sentence(standing, 0.25) == "34 done, 1 failed, 25 waiting, 0.2 a second, 1:40 left"
    assert sentence(standing, 0.0) == "34 done, 1 failed, 25 waiting"


def test_the_rate_counts_from_the_first_result_and_leaves_out_what_was_judged_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(live.time, "monotonic", lambda: now[0])
    clock = live.Clock()
    assert clock.rate(0) == 0.0
    now[0] = 105.0  # judges were getting ready
    assert clock.rate(1) == 0.0
    now[0] = 107.0
    assert clock.rate(21) == 10.0


def test_a_terminal_shows_the_line_and_a_file_gets_nothing() -> None:
    for terminal in (True, False):
        file = io.StringIO()
        console = Console(file=file, force_terminal=terminal, width=120)
        with LiveGrading("lab02_batchnorm", console) as shown:
            shown(Standing(total=3, judged=1))
            shown(Standing(total=3, judged=3, written=2, to_write=3))
        assert ("writing the gradebook of lab02_batchnorm" in file.getvalue()) == terminal
        assert bool(file.getvalue()) == terminal


def test_a_command_begins_without_the_libraries_that_only_some_need() -> None:
    slow = "{'nbformat', 'nbgrader', 'nbconvert', 'sqlalchemy', 'matplotlib', 'hypothesis', 'pytest', 'distributed'}"
    program = f"import sys, autograder.cli; print(sorted({slow} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"
