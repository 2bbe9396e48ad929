"""The processes of an exam end with it, however it ends."""

import os
import subprocess
import sys
import time

SCRIPT = """
import os, time
from autograder.labs import find_lab
from autograder.pool import JudgeSettings
from autograder.verify.crew import Crew

if __name__ == "__main__":
    crew = Crew(JudgeSettings.of(find_lab("lab02_batchnorm"), None), 1)
    print(crew._executor.submit(os.getpid).result(), flush=True)
    crew._executor.submit(time.sleep, 600)
    time.sleep(600)
"""


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_exam_leaves_no_process_at_work(tmp_path) -> None:
    script = tmp_path / "exam.py"
    script.write_text(SCRIPT)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as exam:
        assert exam.stdout is not None
        worker = int(exam.stdout.readline())
        assert running(worker)
        exam.kill()
    for _ in range(300):
        if not running(worker):
            return
        time.sleep(0.1)
    os.kill(worker, 9)
    raise AssertionError("a process goes on without its exam")
