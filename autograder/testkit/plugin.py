"""The pytest plugin: makes `from submission import ...` work and sets how Hypothesis draws.

An author's run, live and without a wall:
    pytest -p autograder.testkit.plugin autograder/suites/LAB [--submission FILE.py]
"""

import functools
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, reject, settings

from autograder.labs import SUITES, Lab, find_lab
from autograder.provided import modules
from autograder.sandbox import proxy
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.testkit.asserts import Blocked
from autograder.testkit.live import LiveExample

proxy.install()
EXAMPLES = 25
# Same work, same cases; no explain phase (it costs seconds a failure); time is the sandbox's business.
settings.register_profile(
    "gradlab",
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=False,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("gradlab")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The file whose definitions stand in for the submission."""
    parser.addoption("--submission", type=Path, help="a module to judge; by default the lab's reference solutions")


def contract_of(lab: str) -> proxy.Contract:
    """What each function of the lab returns, and how long it may take: the suite's contract.py."""
    module = importlib.import_module(f"autograder.suites.{lab}.contract")
    return proxy.Contract(module.RETURNS, getattr(module, "SECONDS", {}))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give each test of a suite a live example, unless the judge replays it."""
    if config.pluginmanager.hasplugin("gradlab-judge"):
        return
    for item in items:
        if isinstance(item, pytest.Function) and item.path.is_relative_to(SUITES):
            lab = item.path.relative_to(SUITES).parts[0]
            _make_live(item, lab, config.getoption("--submission"))


def _make_live(item: pytest.Function, lab: str, submission: Path | None) -> None:
    path = submission or Lab(lab, Path()).solution
    function = item.obj
    inner: Callable[..., Any] = function.hypothesis.inner_test if hasattr(function, "hypothesis") else function

    @functools.wraps(inner)
    def body(*args: Any, **kwargs: Any) -> None:
        try:
            with proxy.running(LiveExample(contract_of(lab), _box(path, lab))):
                inner(*args, **kwargs)
        except Blocked as blocked:
            if hasattr(function, "hypothesis"):
                reject()
            pytest.skip(str(blocked))

    if hasattr(function, "hypothesis"):
        function.hypothesis.inner_test = body
    else:
        item.obj = body


@functools.cache
def _box(path: Path, lab: str) -> Any:
    box = InProcessSandbox(Policy()).open()
    box.provide(modules(find_lab(lab)))
    for raised in box.load([(0, path.read_text(encoding="utf-8"))]):
        if raised is not None:
            raise pytest.UsageError(f"{path} raised {raised.kind} at line {raised.line}")
    return box
