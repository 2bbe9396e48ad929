"""What the doctor reads of a machine, and what it advises; on made machines."""

from pathlib import Path

import pytest

from autograder.doctor import Finding
from autograder.doctor import machine as doctor
from autograder.doctor.machine import examine_machine, protections
from autograder.errors import SandboxUnavailable
from autograder.machine import Machine

RELEASE, STATUS = "proc/sys/kernel/osrelease", "proc/self/status"
APPARMOR, CLONE, MAXIMUM = (
    "proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    "proc/sys/kernel/unprivileged_userns_clone",
    "proc/sys/user/max_user_namespaces",
)


def machine(root: Path, user: int = 1000, architecture: str = "x86_64", **files: str) -> Machine:
    for path, text in {RELEASE: "6.8.0-45-generic", STATUS: "Name: x\nSeccomp:\t0", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text + "\n")
    return Machine(root, architecture, user)


@pytest.mark.parametrize(
    ("files", "advice"),
    [
        ({APPARMOR: "1"}, "/etc/apparmor.d/bwrap"),
        ({CLONE: "0"}, "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
        ({MAXIMUM: "0"}, "sudo sysctl -w user.max_user_namespaces=10000"),
        ({".dockerenv": ""}, "--security-opt seccomp=unconfined"),
        ({"run/.containerenv": ""}, "This is a container (Podman)"),
        ({"proc/1/cgroup": "0::/kubepods/pod1"}, "This is a container (kubepods)"),
        ({RELEASE: "4.4.0-19041-Microsoft"}, "wsl --set-version"),
        ({}, "nothing here says why"),
    ],
)
def test_advice_fits_the_machine(tmp_path: Path, files: dict[str, str], advice: str) -> None:
    assert advice in machine(tmp_path, **files).remedy()


@pytest.mark.parametrize("files", [{APPARMOR: "0"}, {CLONE: "1"}, {MAXIMUM: "96365"}])
def test_what_is_no_restriction_is_not_blamed(tmp_path: Path, files: dict[str, str]) -> None:
    made = machine(tmp_path, **files)
    assert made.namespaces_refused() == ""
    assert "nothing here says why" in made.remedy()


def test_root_is_not_held_by_what_holds_ordinary_users(tmp_path: Path) -> None:
    assert machine(tmp_path, user=0, **{APPARMOR: "1", CLONE: "0"}).namespaces_refused() == ""


@pytest.mark.parametrize(
    ("release", "version"),
    [
        ("5.15.153.1-microsoft-standard-WSL2", 2), ("4.19.84-microsoft-standard", 2), ("4.4.0-19041-Microsoft", 1),
        ("6.8.0-45-generic", 0),
    ],
)  # fmt: skip
def test_the_windows_subsystem_is_told_from_linux(tmp_path: Path, release: str, version: int) -> None:
    assert machine(tmp_path, **{RELEASE: release}).wsl == version


def test_versions_of_control_groups(tmp_path: Path) -> None:
    assert machine(tmp_path / "none").cgroups == 0
    assert machine(tmp_path / "old", **{"sys/fs/cgroup/memory/tasks": ""}).cgroups == 1
    assert machine(tmp_path / "new", **{"sys/fs/cgroup/cgroup.controllers": "memory"}).cgroups == 2


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings}


def test_a_processor_without_a_filter_is_said_and_does_not_stop_grading(tmp_path: Path) -> None:
    finding = by_name(protections(machine(tmp_path, architecture="riscv64"), works=True))["system calls"]
    assert (finding.ok, finding.needed, finding.found) == (False, False, "not filtered on riscv64")
    assert by_name(protections(machine(tmp_path), works=True))["system calls"].ok


def test_a_container_in_which_the_sandbox_works_needs_no_advice(tmp_path: Path) -> None:
    docker = machine(tmp_path, **{".dockerenv": ""})
    assert by_name(protections(docker, works=True))["container"].ok
    assert not by_name(protections(docker, works=False))["container"].ok


def test_a_sandbox_that_does_not_start_gets_the_advice_for_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(policy: object) -> None:
        raise SandboxUnavailable("no sandbox can be started (warm: no permissions). `gradlab doctor` says what to do.")

    monkeypatch.setattr(doctor, "build_wall", refuse)
    finding = by_name(examine_machine(machine(tmp_path, **{APPARMOR: "1"})))["sandbox"]
    assert (finding.ok, finding.needed) == (False, True)
    assert finding.remedy.startswith("no sandbox can be started (warm: no permissions). Ubuntu lets only")


@pytest.mark.parametrize("mode", ["warm", "cold"])
def test_the_mode_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    class Wall:
        def close(self) -> None: ...

    Wall.mode = mode  # type: ignore[attr-defined]
    monkeypatch.setattr(doctor, "build_wall", lambda policy: Wall())
    finding = by_name(examine_machine(machine(tmp_path)))["sandbox"]
    assert finding.ok
    assert finding.found.startswith(f"works, {mode}")
