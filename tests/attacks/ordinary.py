"""Runs tests a second time as an ordinary user, where the one who runs them is root."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

USER = 54_321  # nobody's; no entry in the user database is needed
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


def hindrance() -> str:
    """Why tests cannot run as another user here, or nothing."""
    if os.geteuid() != 0:
        return "these tests already run as an ordinary user"
    if closed_folder() and not (shutil.which("unshare") and shutil.which("setpriv") and shutil.which("mount")):
        return f"an ordinary user cannot enter {closed_folder()}, and unshare, setpriv and mount are not there"
    return ""


def closed_folder() -> Path | None:
    """The folder above the interpreter, or above these tests, that only root may enter."""
    for place in (Path(sys.executable).resolve(), Path(sys.executable).absolute(), Path(__file__).resolve()):
        for folder in reversed(place.parents):
            if not folder.stat().st_mode & stat.S_IXOTH:
                return folder
    return None


# In a mount namespace of its own: what stands below the closed folder $1 and is needed ($2) moves to an open one.
OPENED = """
set -e
mount --bind "$2" "$3"
mount -t tmpfs -o mode=755 none "$1"
mkdir "$2"
mount --move "$3" "$2"
user=$4
shift 4
exec setpriv --reuid=$user --regid=$user --clear-groups "$@"
"""


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
    closed, identity, moved = closed_folder(), {"user": user, "group": user, "extra_groups": []}, ""
    if closed is not None:
        needed = next(path for path in Path(sys.executable).resolve().parents if path.parent == closed)
        moved = tempfile.mkdtemp(prefix="gradlab-moved-")
        wrapped = ["unshare", "--mount", "--propagation", "private", "sh", "-c", OPENED, "sh"]
        command, identity = [*wrapped, str(closed), str(needed), moved, str(user), *command], {}
    try:
        return subprocess.run(
            command, **identity, env=environment, cwd=cwd, capture_output=True, text=True, check=False
        )
    finally:
        if moved:
            shutil.rmtree(moved, ignore_errors=True)
