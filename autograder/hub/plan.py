"""What `gradlab hub` does, step by step: each says what it will do, and is left out where it is done already."""

import grp
import importlib.util
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import CONFIG, COURSE_ID
from autograder.errors import InfrastructureError, UserError
from autograder.hub.closing import GROUP, close_kit, folders, open_to_others

TEMPLATE = Path(__file__).parent / "files" / "jupyterhub_config.py.txt"
ACCOUNT = re.compile(r"[a-z_][a-z0-9_.-]{0,31}")
FIRST_PORT = 9991
EXTENSIONS = ("formgrader", "validate_assignment", "assignment_list", "course_list")
BUTTONS = ("formgrader", "validate-assignment", "assignment-list", "course-list", "create-assignment")
SHOWN = {
    "students": ("validate_assignment", "assignment_list"),
    "instructors": ("validate_assignment", "assignment_list", "course_list"),
    "course": ("formgrader", "validate_assignment", "create_assignment"),
}
# No question whether to fetch Jupyter's news, and no fetching.
QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
EXCHANGE = '''\
"""nbgrader's settings for people on this Hub; those of a course are in the course's own folder."""

from nbgrader.auth import JupyterHubAuthPlugin

c = get_config()
c.Exchange.root = {exchange!r}
c.Exchange.path_includes_course = True  # students have a folder for each course
c.Authenticator.plugin_class = JupyterHubAuthPlugin  # the Hub's groups say who is on a course
'''
COURSE_SETTINGS = """
# On this machine's JupyterHub.
c.Exchange.root = {exchange!r}
c.Exchange.path_includes_course = True
"""
ENTRY = """\
[{name}]
account = {account}
folder = {folder}
port = {port}
instructors = {instructors}
students = {students}
"""


@dataclass(frozen=True)
class Wish:
    """A course to be on the Hub in `folder`."""

    folder: Path
    course: str
    instructors: tuple[str, ...]
    students: tuple[str, ...]
    account: str

    @property
    def exchange(self) -> Path:
        """Where the course and its students meet."""
        return self.folder / "exchange"


@dataclass(frozen=True)
class Step:
    """One thing to do, in words and for real."""

    says: str
    do: Callable[[], object]


def missing() -> list[str]:
    """What this machine lacks for a Hub, each with how to get it."""
    found = []
    if sys.platform != "linux" or not (shutil.which("useradd") and shutil.which("usermod")):
        found.append("accounts are made with useradd and usermod, which are not here")
    if os.geteuid() != 0:
        found.append("making accounts and starting servers for them takes root")
    if importlib.util.find_spec("jupyterhub") is None:
        found.append("JupyterHub is not installed: pip install 'gradlab[hub]'")
    if shutil.which("configurable-http-proxy") is None:
        found.append("JupyterHub's proxy is not installed: npm install --global configurable-http-proxy")
    return found


def plan(wish: Wish) -> list[Step]:
    """What is left to do; UserError for a wish that cannot be met, before anything is done."""
    _check(wish)
    courses = _courses(wish.folder)
    steps: list[Step] = []
    if not _has(grp.getgrnam, GROUP):
        steps.append(Step(f"make the group {GROUP}", lambda: _run("groupadd", GROUP)))
    if not _has(pwd.getpwnam, wish.account):
        make = ("useradd", "--create-home", "--shell", "/bin/bash", wish.account)
        steps.append(
            Step(f"make the account {wish.account}, which the course's server runs under", lambda: _run(*make))
        )
    if not (_has(grp.getgrnam, GROUP) and wish.account in grp.getgrnam(GROUP).gr_mem):
        join = ("usermod", "--append", "--groups", GROUP, wish.account)
        steps.append(Step(f"let {wish.account} read the kit: into the group {GROUP}", lambda: _run(*join)))
    if folders() and open_to_others():
        closed = " and ".join(map(str, folders()))
        steps.append(Step(f"close the hidden tests and solutions to all others: {closed}", close_kit))
    if not wish.exchange.is_dir():
        steps.append(Step(f"make the exchange {wish.exchange}", lambda: _make_exchange(wish)))
    settings = _settings(wish)
    if any(not path.is_file() or path.read_text("utf-8") != text for path, text in settings.items()):
        steps.append(Step(f"write what Jupyter reads in {wish.folder / 'settings'}", lambda: _write_all(settings)))
    folder = Path(courses[wish.course]["folder"]) if wish.course in courses else _home(wish.account) / wish.course
    if not (folder / CONFIG).is_file():
        steps.append(Step(f"make the course's folder {folder}", lambda: _make_course(wish, folder)))
    if wish.course not in courses:
        port = max([FIRST_PORT - 1, *(course["port"] for course in courses.values())]) + 1
        what = f"write the course into {wish.folder / 'courses.toml'}, with its server on port {port}"
        steps.append(Step(what, lambda: _enter(wish, folder, port)))
    config = wish.folder / "jupyterhub_config.py"
    if not config.is_file():
        steps.append(Step(f"write {config}", lambda: _write_config(config)))
    return steps


def _check(wish: Wish) -> None:
    if not COURSE_ID.fullmatch(wish.course):
        raise UserError(f"--course is {wish.course!r}, expected letters, digits, '.', '_' or '-'")
    for name in (*wish.instructors, *wish.students, wish.account):
        if not ACCOUNT.fullmatch(name):
            raise UserError(f"{name!r} is no name of an account")
    if both := sorted({*wish.instructors} & {*wish.students}):
        raise UserError(f"{', '.join(both)}: instructor and student of one course; use two accounts")
    if absent := [name for name in (*wish.instructors, *wish.students) if not _has(pwd.getpwnam, name)]:
        raise UserError(
            f"no account of this machine is called {', '.join(absent)}; make each with "
            "`useradd --create-home NAME` and `passwd NAME`, or connect the machine to your directory"
        )


def _courses(folder: Path) -> dict[str, Any]:
    path = folder / "courses.toml"
    try:
        return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path} cannot be read: {error}; correct it, nothing was changed") from error


def _has(find: Callable[[str], object], name: str) -> bool:
    try:
        find(name)
    except KeyError:
        return False
    return True


def _home(account: str) -> Path:
    return Path(pwd.getpwnam(account).pw_dir) if _has(pwd.getpwnam, account) else Path("/home", account)


def _run(*command: str, account: str = "") -> None:
    identity: dict[str, Any] = {}
    if account:
        entry = pwd.getpwnam(account)
        groups = os.getgrouplist(account, entry.pw_gid)
        environment = {"HOME": entry.pw_dir, "USER": account, "PATH": os.environ["PATH"]}
        identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": groups, "env": environment}
        identity["cwd"] = entry.pw_dir
    done = subprocess.run(command, capture_output=True, text=True, **identity)
    if done.returncode:
        raise InfrastructureError(f"`{' '.join(command)}` failed: {' '.join(done.stderr.split())[-300:]}")


def _make_exchange(wish: Wish) -> None:
    wish.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    wish.exchange.mkdir()
    wish.exchange.chmod(0o1777)  # as /tmp: nobody moves or removes the folder of a course


def _settings(wish: Wish) -> dict[Path, str]:
    place, found = wish.folder / "settings", {}
    for role, shown in SHOWN.items():
        server = {f"nbgrader.server_extensions.{name}": name in shown for name in EXTENSIONS}
        hidden = {f"@jupyter/nbgrader:{name}": True for name in BUTTONS if name.replace("-", "_") not in shown}
        found[place / role / "jupyter_server_config.json"] = _json({"ServerApp": {"jpserver_extensions": server}})
        found[place / role / "labconfig" / "page_config.json"] = _json({"disabledExtensions": hidden})
        found[place / role / "labconfig" / "default_setting_overrides.json"] = _json(QUIET)
        if role != "course":
            found[place / role / "nbgrader_config.py"] = EXCHANGE.format(exchange=str(wish.exchange))
    return found


def _json(document: object) -> str:
    return json.dumps(document, indent=1) + "\n"


def _write_all(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _make_course(wish: Wish, folder: Path) -> None:
    program = "from autograder.cli import main; main()"
    folder = _home(wish.account) / wish.course
    _run(sys.executable, "-c", program, "new-course", str(folder), "--id", wish.course, account=wish.account)
    with (folder / CONFIG).open("a", encoding="utf-8") as file:
        file.write(COURSE_SETTINGS.format(exchange=str(wish.exchange)))


def _enter(wish: Wish, folder: Path, port: int) -> None:
    quoted = {
        "account": wish.account,
        "folder": str(folder),
        "instructors": list(wish.instructors),
        "students": list(wish.students),
    }
    # What JSON writes of strings and lists of them is TOML.
    entry = ENTRY.format(
        name=json.dumps(wish.course), port=port, **{key: json.dumps(value) for key, value in quoted.items()}
    )
    path = wish.folder / "courses.toml"
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if path.stat().st_size else "") + entry)
    path.chmod(0o640)


def _write_config(path: Path) -> None:
    (path.parent / "state").mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(TEMPLATE, path)
