"""Where the wall itself fails, it is our failure, said as such, and never a submission's."""

import contextlib
import os
from dataclasses import replace

import pytest

from autograder.errors import InfrastructureError, SandboxUnavailable
from autograder.sandbox import bubblewrap
from autograder.sandbox import wall as wall_module
from autograder.sandbox.box import BoxLost
from autograder.sandbox.wall import Wall, build_wall

from .conftest import POLICY, call, descendants, descriptors, load, settled
from .malice import honest


def test_a_nursery_that_is_killed_is_our_failure_and_the_next_box_has_another(warm):
    box = load(warm.open(), "def f(): return 1")
    warm._nursery.process.kill()
    with pytest.raises(InfrastructureError):  # noqa: PT012
        while True:  # its children die a moment later
            call(box)
    box.close()
    honest(warm)


def test_a_cold_sandbox_that_is_killed_from_outside_is_our_failure_and_from_inside_the_submission_s():
    cold = Wall(POLICY, "cold")
    with contextlib.closing(load(cold.open(), "import time\ndef f(): time.sleep(9)")) as box:
        box.channel.nursery.process.kill()
        with pytest.raises(InfrastructureError, match="ended while a submission was running"):
            call(box)
    for end in ("os.kill(os.getppid(), 9)", "os.kill(-1, 9)", "os.kill(2, 9)", "os.kill(1, 9)", "os._exit(3)"):
        source = f"import os\ndef f():\n    try: {end}\n    except OSError: pass\n    os._exit(1)"
        with contextlib.closing(load(cold.open(), source)) as box:
            with pytest.raises(BoxLost) as lost:
                call(box, seconds=2)
            assert lost.value.outcome in ("crashed", "timeout")
    honest(cold)
    cold.close()


def test_a_nursery_that_died_between_submissions_is_replaced(warm):
    honest(warm)
    warm._nursery.process.kill()
    warm._nursery.process.wait()
    honest(warm)


def test_a_child_that_cannot_be_locked_in_is_our_failure_and_says_why():
    files, processes = descriptors(), descendants()
    refused = Wall(replace(POLICY, files_mib=-5), "warm")
    with pytest.raises(InfrastructureError, match=r"could not be started: .*tmpfs on /tmp: Invalid argument"):
        refused.open()
    refused.close()
    assert descriptors() == files
    assert settled(lambda: descendants() == processes)


def test_without_bubblewrap_nothing_starts_and_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bubblewrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SandboxUnavailable, match="install your system's bubblewrap"):
        build_wall(POLICY)


@pytest.mark.parametrize("program", ["echo 'setting up uid map: Permission denied' >&2; exit 1", "exec cat"])
def test_a_bubblewrap_that_does_not_work_is_unavailable_with_its_own_words(monkeypatch, tmp_path, program):
    files = descriptors()
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/sh\n{program}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(wall_module, "START_SECONDS", 0.3)
    words = r"\(the sandbox could not be started: .*" + ("uid map: Permission denied" if "echo" in program else "")
    with pytest.raises(SandboxUnavailable, match=words):
        build_wall(POLICY)
    assert descriptors() == files


def test_a_package_of_the_policy_that_is_not_installed_is_unavailable():
    with pytest.raises(SandboxUnavailable, match="package no_such_package"):
        Wall(replace(POLICY, imports=("numpy", "no_such_package")), "warm").open()


def test_the_best_wall_that_works_is_taken_and_cold_when_warm_does_not(monkeypatch):
    wall = build_wall(POLICY)
    wall.close()
    assert wall.mode == "warm"
    start = wall_module.Nursery.__init__

    def only_cold(self, policy, *, nested):
        if nested:
            raise InfrastructureError("no nested namespaces here")
        start(self, policy, nested=nested)

    monkeypatch.setattr(wall_module.Nursery, "__init__", only_cold)
    wall = build_wall(POLICY)
    wall.close()
    assert wall.mode == "cold"
