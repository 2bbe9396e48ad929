"""A JupyterHub that `gradlab hub` set up, with accounts and passwords; where something is missing, tests say what."""

import contextlib
import grp
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.hub.closing import GROUP

from ..accounts import entering
from ..accounts.people import Done, Person, accounts, end_processes, hindrance
from .installation import install

COURSE = "cnn-101"
PASSWORD = secrets.token_hex(8)


@dataclass(frozen=True)
class Hub:
    """A running Hub: where it listens, its people, and the course that it has."""

    address: str
    instructor: Person
    ann: Person
    bob: Person
    account: Person  # the course's own
    course: Course
    programs: Path
    log: Path

    def terminal(self, *command: str) -> Done:
        """A command in a terminal of the course's server."""
        return self.account.runs(str(self.programs / command[0]), *command[1:], cwd=self.course.root)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    pytest.importorskip("jupyterhub", reason="needs JupyterHub: pip install 'gradlab[hub]'")
    if reason := hindrance():
        pytest.skip(reason)
    for program, source in (
        ("configurable-http-proxy", "npm's configurable-http-proxy"),
        ("chpasswd", "Debian's passwd"),
    ):
        if shutil.which(program) is None:
            pytest.skip(f"needs {source}")
    had_group = _group_is_there()
    with accounts("prof", "ann", "bob") as people:
        prof, ann, bob = people["prof"], people["ann"], people["bob"]
        name = prof.name.replace("prof", "course")
        place = prof.home.parent
        words = "".join(f"{person.name}:{PASSWORD}\n" for person in people.values())
        subprocess.run(["chpasswd"], input=words, text=True, check=True)
        programs = install(place / "kit")
        who = ("--course", COURSE, "--instructor", prof.name, "--student", ann.name, "--student", bob.name)
        command = [str(programs / "gradlab"), "hub", str(place / "hub"), *who, "--account", name]
        try:
            done = subprocess.run(entering.wrapped(command), capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
            with _running(place / "hub", programs) as (address, log):
                account = _account(name)
                course = Course(account.home / COURSE)
                yield Hub(address, prof, ann, bob, account, course, programs, log)
        finally:
            with contextlib.suppress(KeyError):
                end_processes(_account(name).uid)
            subprocess.run(["userdel", "--force", "--remove", name], capture_output=True)
            if not had_group:
                subprocess.run(["groupdel", GROUP], capture_output=True)


def _group_is_there() -> bool:
    with contextlib.suppress(KeyError):
        return bool(grp.getgrnam(GROUP))
    return False


def _account(name: str) -> Person:
    import pwd

    entry = pwd.getpwnam(name)
    return Person(name, entry.pw_uid, entry.pw_gid, Path(entry.pw_dir))


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextlib.contextmanager
def _running(folder: Path, programs: Path) -> Iterator[tuple[str, Path]]:
    """`jupyterhub`, on ports that are free here."""
    browsers, inside, proxy, service = _free_ports(4)
    courses = folder / "courses.toml"
    courses.write_text(courses.read_text().replace("port = 9991", f"port = {service}"))
    address, log = f"http://127.0.0.1:{browsers}", folder / "log"
    command = [
        *(str(programs / "jupyterhub"), "--config", str(folder / "jupyterhub_config.py")),
        *(f"--JupyterHub.bind_url={address}", f"--JupyterHub.hub_bind_url=http://127.0.0.1:{inside}"),
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{proxy}",
    ]
    with log.open("wb") as said:
        process = subprocess.Popen(
            entering.wrapped(command),
            cwd=folder,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/root"},
            start_new_session=True,
        )
    try:
        for _ in range(240):
            assert process.poll() is None, log.read_text()[-3000:]
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{address}/hub/health", timeout=5).close()
                break
            time.sleep(0.5)
        yield address, log
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # the Hub ends its proxy, its services and everybody's servers
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
