"""Accounts of this machine, made for a test, and removed with their processes and files."""

import contextlib
import os
import pickle
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from . import entering

BIN = Path(sys.executable).parent


class Done(NamedTuple):
    """What a command left: its exit code, and what it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Person:
    """Somebody with an account and a home on this machine."""

    name: str
    uid: int
    gid: int
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a login gives; nothing of the tests' own."""
        paths = f"{BIN}:/usr/local/bin:/usr/bin:/bin"
        return {"HOME": str(self.home), "USER": self.name, "LOGNAME": self.name, "PATH": paths, "LC_ALL": "C.UTF-8"}

    def becomes(self) -> None:
        """Turn this process, a child of the tests', into one of this person's; there is no way back."""
        entering.enter()
        os.initgroups(self.name, self.gid)
        os.setgid(self.gid)
        os.setuid(self.uid)
        os.umask(0o022)
        os.environ.clear()
        os.environ.update(self.environment)
        os.chdir(self.home)

    def does(self, task: Callable[[], Any]) -> Any:
        """What a function returns, or raises, when this person calls it; in a process forked from this one."""
        sys.stdout.flush()
        sys.stderr.flush()
        with tempfile.TemporaryFile() as answer:
            pid = os.fork()
            if pid == 0:
                try:
                    self.becomes()
                    found: Any = (task(), None)
                except BaseException as error:
                    found = (None, error)
                try:
                    answer.write(pickle.dumps(found))
                    answer.flush()
                finally:
                    os._exit(0)
            os.waitpid(pid, 0)
            answer.seek(0)
            result, error = pickle.load(answer)
        if error is not None:
            raise error
        return result

    def calls(self, program: Callable[[], None], *command: str, cwd: Path | None = None) -> Done:
        """A command whose program is imported here already, so that it costs no second interpreter."""

        def run() -> Done:
            os.chdir(cwd or self.home)
            with tempfile.TemporaryFile("w+") as said:
                for number in (1, 2):
                    os.dup2(said.fileno(), number)
                sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
                sys.argv, code = [*command], 0
                try:
                    program()
                except SystemExit as end:
                    code = end.code if isinstance(end.code, int) else int(end.code is not None)
                sys.stdout.flush()
                sys.stderr.flush()
                said.seek(0)
                return Done(code, said.read())

        done: Done = self.does(run)
        return done

    def runs(self, *command: str, cwd: Path | None = None) -> Done:
        """A command as the person's shell would start it."""
        login = [f"--reuid={self.uid}", f"--regid={self.gid}", "--init-groups"]
        here = ["sh", "-c", 'cd "$0" && exec "$@"', str(cwd or self.home)]
        done = subprocess.run(
            entering.wrapped(["setpriv", *login, *here, *command]),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return Done(done.returncode, done.stdout)


@contextlib.contextmanager
def accounts(*roles: str) -> Iterator[dict[str, Person]]:
    """Accounts called gl-ROLE-RANDOM, by role, with homes that are closed to others, in one temporary folder."""
    mark = secrets.token_hex(3)
    root = Path(tempfile.mkdtemp(prefix="gradlab-accounts-"))
    root.chmod(0o755)
    made: dict[str, Person] = {}
    try:
        for role in roles:
            name, home = f"gl-{role}-{mark}", root / role
            subprocess.run(
                ["useradd", "--create-home", "--home-dir", str(home), "--shell", "/bin/bash", name],
                check=True,
                capture_output=True,
            )
            entry = pwd.getpwnam(name)
            made[role] = Person(name, entry.pw_uid, entry.pw_gid, home)
            home.chmod(0o700)
        yield made
    finally:
        for person in made.values():
            end_processes(person.uid)
            subprocess.run(["userdel", "--force", person.name], capture_output=True)
        shutil.rmtree(root, ignore_errors=True)


def end_processes(uid: int) -> None:
    """Kill what an account that was made here has left running."""
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{entry}").st_uid == uid:
                os.kill(int(entry), signal.SIGKILL)


def hindrance() -> str:
    """Why no accounts can be made and used here, or nothing."""
    return entering.hindrance() or ("" if shutil.which("useradd") else "there is no useradd to make accounts with")
