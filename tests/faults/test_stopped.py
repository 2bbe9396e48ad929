"""Ctrl-C on a terminal, which every process of the command gets: one line, soon, and nothing is left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .made_class import LAB, new_class


def test_ctrl_c_stops_all_at_once_with_one_line_and_keeps_what_was_judged(tmp_path: Path) -> None:
    course = new_class(tmp_path / "course", 12)
    command = [sys.executable, "-c", "from autograder.cli import main; main()", "grade", LAB, "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=course.root, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_as_in_a_shell
    ) as run:
        while run.poll() is None and not any(course.records(LAB).glob("s*.json")):
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said == "gradlab: stopped; what was done is kept, run the command again to go on\n"
    assert not _session(run.pid)
    kept = len(list(course.records(LAB).glob("s*.json")))
    assert 0 < kept < 11
    again = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=True)
    assert f"{11 - kept} judged, {kept} as before, 1 without a notebook" in again.stdout


def _as_in_a_shell() -> None:
    """Tests that run in parallel run in processes that ignore Ctrl-C, and so would the command."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _session(leader: int, seconds: float = 10.0) -> list[int]:
    """The processes of a session that are still there after some time; one that nobody has waited for yet is gone."""
    deadline = time.monotonic() + seconds
    while True:
        left = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader and fields[0] != "Z":
                left.append(int(entry))
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.05)
