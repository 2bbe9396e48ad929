"""Whether this machine can judge: Python, nbgrader, the sandbox, and what stands around a submission."""

import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.doctor.finding import Finding
from autograder.errors import GradlabError
from autograder.labs import all_labs
from autograder.machine import Machine
from autograder.sandbox.bubblewrap import find_bwrap
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall


def examine_machine(machine: Machine) -> list[Finding]:
    """Try everything that judging needs, and look at what protects this machine from submissions."""
    sandbox = _sandbox(machine)
    kit = [_python(), _nbgrader(), _alembic(), _bubblewrap()]
    return [*kit, sandbox, *protections(machine, sandbox.ok), _labs()]


def protections(machine: Machine, works: bool) -> list[Finding]:
    """What stands around a submission here, and what could be better."""
    refused, container, wsl = machine.namespaces_refused(), machine.container, machine.wsl
    found = [
        Finding(
            "user namespaces",
            works or not refused,
            "work for bubblewrap" if works else refused or "not refused",
            machine.remedy(),
            needed=False,
        ),
        Finding(
            "system calls",
            machine.seccomp,
            "filtered" if machine.seccomp else f"not filtered on {machine.architecture}",
            "The other protections hold; for high stakes grade on x86-64 or 64-bit ARM, or in a virtual machine.",
            needed=False,
        ),
        Finding(
            "account",
            True,
            "root: every judge hands submissions to a user of its own" if machine.user == 0 else "an ordinary user",
        ),
        Finding("kernel", True, f"{machine.kernel}{f', WSL {wsl}' if wsl else ''}"),
        Finding("container", works or not container, container or "no", machine.remedy(), needed=False),
        Finding("cgroups", True, f"version {machine.cgroups}, not needed" if machine.cgroups else "none, not needed"),
    ]
    return found


def _python() -> Finding:
    return Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0], "gradlab needs Python 3.11 or newer.")


def _nbgrader() -> Finding:
    try:
        return Finding("nbgrader", True, version("nbgrader"))
    except PackageNotFoundError:
        return Finding("nbgrader", False, "not installed", "Install it with `pip install nbgrader`.")


def _alembic() -> Finding:
    beside = Path(sys.executable).parent / "alembic"
    found = shutil.which("alembic") or (str(beside) if beside.exists() else None)
    return Finding(
        "alembic", found is not None, found or "not found", "nbgrader needs it to make a gradebook: reinstall nbgrader."
    )


def _bubblewrap() -> Finding:
    try:
        return Finding("bubblewrap", True, find_bwrap())
    except GradlabError as error:
        return Finding("bubblewrap", False, "not found", str(error))


def _sandbox(machine: Machine) -> Finding:
    try:
        wall = build_wall(Policy())
    except GradlabError as error:
        said = str(error).partition(" `gradlab doctor`")[0]  # this is the doctor
        return Finding("sandbox", False, "does not start", f"{said} {machine.remedy()}")
    wall.close()
    if wall.mode == "cold":
        return Finding(
            "sandbox",
            True,
            "works, cold: a bubblewrap for each submission, as the kernel refuses namespaces within namespaces; "
            "as safe, about 0.1 s slower a submission",
        )
    return Finding("sandbox", True, f"works, {wall.mode}")


def _labs() -> Finding:
    found = all_labs()
    broken = [lab.name for lab in found if not lab.solution.is_file() or not list(lab.suite.glob("test_*.py"))]
    if broken:
        return Finding("labs", False, ", ".join(broken), "These have a notebook but no solutions or no hidden suite.")
    return Finding(
        "labs", bool(found), ", ".join(lab.name for lab in found) or "none", "The installation holds no labs."
    )
