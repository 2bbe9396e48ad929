"""Every protection is needed by some test: each in turn is switched off, and a test fails that passes with it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .weakened import CLOSED, ORDINARY, PROTECTIONS, ROOT

TESTS = Path(__file__).parents[1]
REFUSED = 77  # weakened.py: no sandbox starts


@pytest.mark.slow
@pytest.mark.parametrize("name", PROTECTIONS)
def test_without_this_protection_a_test_fails(name, tmp_path, capsys):
    if name in (ORDINARY if os.geteuid() == 0 else ROOT):
        pytest.skip("root's judge hands submissions to another user, another judge's has a namespace of users instead")
    selection = PROTECTIONS[name][1]
    environment = {**os.environ, "GRADLAB_WEAKENED": name, "PYTHONPATH": str(Path(__file__).parent)}
    options = ["-x", "-q", "-p", "weakened", "-p", "no:cacheprovider", "-m", "not slow", "--tb=line"]
    output = tmp_path / "output"
    with output.open("wb") as stream:  # no pipe: what a weakened wall leaves running would hold it open
        command = [sys.executable, "-m", "pytest", *options, *(str(TESTS / file) for file in selection.split())]
        code = subprocess.run(
            command, env=environment, cwd=TESTS.parent, stdout=stream, stderr=stream, timeout=400, check=False
        ).returncode
    said = output.read_text(errors="replace")
    caught = re.search(r"^(?:FAILED|ERROR) \S+::(\S+)", said, re.MULTILINE)
    with capsys.disabled():
        print(f"\n{name}: {'no sandbox starts' if code == REFUSED else caught[1] if caught else 'NOT CAUGHT'}")
    if name in CLOSED:
        assert code == REFUSED
    else:
        assert code == 1, said[-3000:]
        assert caught


def test_there_are_many_protections():
    assert len(PROTECTIONS) >= 50
    assert PROTECTIONS.keys() >= CLOSED | ROOT | ORDINARY
