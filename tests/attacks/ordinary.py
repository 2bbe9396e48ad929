"""Runs tests a second time as an ordinary user, where the one who runs them is root."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ..accounts import entering

USER = 54_321  # nobody's; no entry in the user database is needed
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


def hindrance() -> str:
    """Why tests cannot run as another user here, or nothing."""
    return "these tests already run as an ordinary user" if os.geteuid() != 0 else entering.hindrance()


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run pytest as an ordinary user, with temporary files of its own."""
    environment = {**ENVIRONMENT, "PATH": os.environ["PATH"]}
    base = Path(tempfile.mkdtemp(prefix="gradlab-"))
    os.chown(base, USER, USER)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={base}/base", *arguments]
    try:
        return start(command, USER, cwd, environment)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def start(command: list[str], user: int, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a user, root among them, where every user may enter what Python needs."""
    login = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    return subprocess.run(
        entering.wrapped([*login, *command]), env=environment, cwd=cwd, capture_output=True, text=True, check=False
    )
