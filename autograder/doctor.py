"""Whether this machine can grade: each need tried out for real, with what to do where it fails."""

import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.course import find_course
from autograder.errors import GradlabError, UserError
from autograder.labs import all_labs
from autograder.sandbox.bubblewrap import find_bwrap
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall

USER_NAMESPACES = (
    "bubblewrap needs unprivileged user namespaces. On Ubuntu 24.04 and later allow them for bwrap with an AppArmor "
    "profile, or with `sysctl kernel.apparmor_restrict_unprivileged_userns=0`; on Debian with "
    "`sysctl kernel.unprivileged_userns_clone=1`; in a container start it with permission to make user namespaces."
)


@dataclass(frozen=True)
class Finding:
    """One need: whether it is met, what was found, and what to do otherwise."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Try everything that grading needs."""
    return [_python(), _nbgrader(), _alembic(), _bubblewrap(), _sandbox(), _labs(), _course()]


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


def _sandbox() -> Finding:
    try:
        wall = build_wall(Policy())
    except GradlabError as error:
        return Finding("sandbox", False, "does not start", f"{error} {USER_NAMESPACES}")
    wall.close()
    return Finding("sandbox", True, f"works, {wall.mode}")


def _labs() -> Finding:
    found = all_labs()
    broken = [lab.name for lab in found if not lab.solution.is_file() or not list(lab.suite.glob("test_*.py"))]
    if broken:
        return Finding("labs", False, ", ".join(broken), "These have a notebook but no solutions or no hidden suite.")
    return Finding(
        "labs", bool(found), ", ".join(lab.name for lab in found) or "none", "The installation holds no labs."
    )


def _course() -> Finding:
    try:
        course = find_course()
        return Finding("course", True, f"{course.course_id or 'without an id'} in {course.root}")
    except UserError:
        return Finding("course", True, "not in a course folder")
