"""What `gradlab hub` would do, and does, short of making accounts; the slow tests beside it start the Hub."""

import json
import os
import pwd
import stat
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import PyFileConfigLoader

from autograder.cli import main
from autograder.errors import UserError
from autograder.hub import closing, plan
from autograder.hub.plan import Wish

ME = pwd.getpwuid(os.getuid()).pw_name
SOMEBODY, SOMEBODY_ELSE = "daemon", "bin"


@pytest.fixture(autouse=True)
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kit as pip installs it; the tests' own is a checkout."""
    packages = tmp_path / "packages"
    for name in ("autograder", "solutions"):
        (packages / name).mkdir(parents=True)
    monkeypatch.setattr(closing, "PACKAGE", packages / "autograder")
    monkeypatch.setattr(closing, "SOLUTIONS", packages / "solutions")
    return packages


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    return Wish(tmp_path / "hub", "cnn-101", (SOMEBODY,), (SOMEBODY_ELSE,), "gl-no-such-account")


def settled(wish: Wish, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Do all but what changes the machine; what was said."""
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(plan, "_run", lambda *command, account="": ran.append(command))
    monkeypatch.setattr(plan, "close_kit", lambda: ran.append(("close",)))
    monkeypatch.setattr(plan, "_make_course", lambda wish, folder: folder.mkdir(parents=True))
    monkeypatch.setattr(plan, "_home", lambda account: wish.folder.parent / "home")
    said = []
    for step in plan.plan(wish):
        said.append(step.says)
        step.do()
    assert ran[0][0] in ("groupadd", "useradd")
    return said


def test_a_dry_run_says_everything_and_changes_nothing(
    tmp_path: Path, kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    who = ("--course", "cnn-101", "--instructor", SOMEBODY, "--student", SOMEBODY_ELSE)
    monkeypatch.setattr(sys, "argv", ["gradlab", "hub", str(tmp_path / "hub"), *who, "--dry-run"])
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code
    said = capsys.readouterr().out
    for what in (
        "would make the account grader-cnn-101", "would close the hidden tests", "would make the exchange",
        "would make the course's folder /home/grader-cnn-101/cnn-101", "courses.toml", "jupyterhub_config.py",
    ):  # fmt: skip
        assert what in said
    assert not (tmp_path / "hub").exists()
    assert kit.joinpath("autograder").stat().st_mode & 0o005


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"students": ("no-such-person", "nor-this-one")}, "is called no-such-person, nor-this-one; make each with"),
        ({"students": (SOMEBODY,)}, "instructor and student of one course"),
        ({"students": ("a b",)}, "'a b' is no name of an account"),
        ({"account": "Grader; rm"}, "'Grader; rm' is no name of an account"),
        ({"course": "cnn 101"}, "--course is 'cnn 101'"),
    ],
)
def test_a_wish_that_cannot_be_met_is_one_line(wish: Wish, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        plan.plan(Wish(**{**vars(wish), **changed}))
    assert not wish.folder.exists()


def test_a_checkout_is_refused_because_students_could_read_it(wish: Wish, kit: Path) -> None:
    (kit / "pyproject.toml").touch()
    with pytest.raises(UserError, match="is a checkout, in which students could read the hidden tests"):
        plan.plan(wish)


def test_courses_toml_that_cannot_be_read_is_left_alone(wish: Wish) -> None:
    wish.folder.mkdir()
    (wish.folder / "courses.toml").write_text("[cnn-101\n")
    with pytest.raises(UserError, match=r"courses.toml cannot be read: .* nothing was changed"):
        plan.plan(wish)


def test_a_second_time_nothing_of_it_is_done_again_and_another_course_gets_its_own_port(
    wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = settled(wish, monkeypatch)
    assert len(first) == len(set(first)) >= 7
    edited = wish.folder / "jupyterhub_config.py"
    edited.write_text(edited.read_text() + "# mine\n")
    other = Wish(wish.folder, "cnn-102", (SOMEBODY_ELSE,), (SOMEBODY,), "gl-no-such-account-2")
    again = settled(other, monkeypatch)
    assert not any("exchange" in step or "jupyterhub_config.py" in step or "settings" in step for step in again)
    courses = tomllib.loads((wish.folder / "courses.toml").read_text())
    assert [(name, course["port"]) for name, course in courses.items()] == [("cnn-101", 9991), ("cnn-102", 9992)]
    assert courses["cnn-102"]["students"] == [SOMEBODY]
    assert "# mine" in edited.read_text()


def test_the_exchange_is_sticky_and_what_the_hub_keeps_is_closed(wish: Wish, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(wish, monkeypatch)
    assert stat.S_IMODE(wish.exchange.stat().st_mode) == 0o1777
    assert stat.S_IMODE((wish.folder / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((wish.folder / "courses.toml").stat().st_mode) == 0o640


def test_the_settings_of_the_hub_say_who_may_do_what(wish: Wish, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(wish, monkeypatch)
    courses = wish.folder / "courses.toml"
    courses.write_text(courses.read_text().replace("gl-no-such-account", ME))
    monkeypatch.setattr(closing, "close_kit", lambda: None)
    hub = PyFileConfigLoader("jupyterhub_config.py", path=str(wish.folder)).load_config()
    assert hub.Authenticator.allowed_users == {SOMEBODY, SOMEBODY_ELSE}
    groups = {name: group["users"] for name, group in hub.JupyterHub.load_groups.items()}
    assert groups == {"formgrade-cnn-101": [SOMEBODY], "nbgrader-cnn-101": [SOMEBODY_ELSE]}
    (service,) = hub.JupyterHub.services
    assert (service["name"], service["user"], service["url"]) == ("cnn-101", ME, "http://127.0.0.1:9991")
    assert "admin" not in json.dumps([hub.JupyterHub.load_roles, hub.JupyterHub.services])
    reads = [scope for role in hub.JupyterHub.load_roles for scope in role["scopes"] if "services!" in scope]
    assert all(scope.endswith("=cnn-101") for scope in reads)

    class Spawner:
        def __init__(self, name: str) -> None:
            self.user = type("User", (), {"name": name})

    path = hub.Spawner.environment["JUPYTER_CONFIG_PATH"]
    assert "/settings/instructors" in path(Spawner(SOMEBODY))
    assert "/settings/students" in path(Spawner(SOMEBODY_ELSE))
    shown = json.loads((wish.folder / "settings" / "students" / "jupyter_server_config.json").read_text())
    assert not shown["ServerApp"]["jpserver_extensions"]["nbgrader.server_extensions.formgrader"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to a group it is not in")
def test_closing_leaves_the_kit_to_one_group(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "GROUP", "daemon")
    assert closing.open_to_others() == [kit / "autograder", kit / "solutions"]
    closing.close_kit()
    assert closing.open_to_others() == []
    for folder in (kit / "autograder", kit / "solutions"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o750
