"""The command line in this process, and a judge that is ready."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from autograder import pool
from autograder.cli import main
from autograder.engine import Judge
from autograder.labs import find_lab
from autograder.notebook import release_form, solve
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall

LAB = "lab02_batchnorm"


class Done(NamedTuple):
    """What a command left."""

    code: int
    out: str
    err: str


@pytest.fixture
def gradlab(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command in an empty folder outside any course."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["gradlab", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def ready() -> Iterator[Judge]:
    with Judge(find_lab(LAB), build_wall(Policy())) as judge:
        yield judge


@pytest.fixture
def quick(ready: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands take the judge that is ready instead of starting one."""
    monkeypatch.setattr(pool.JudgeSettings, "open", lambda self: ready)


@pytest.fixture(scope="session")
def solved() -> str:
    return nbformat.writes(solve(find_lab(LAB)))


@pytest.fixture(scope="session")
def stub() -> str:
    return nbformat.writes(release_form(find_lab(LAB)))
