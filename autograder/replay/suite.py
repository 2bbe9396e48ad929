"""A lab's hidden suite, collected by pytest: its tests in order, with their claims, and its hash."""

import contextlib
import hashlib
import importlib
import inspect
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from autograder.errors import InfrastructureError
from autograder.labs import PACKAGE, Lab
from autograder.provided import modules
from autograder.sandbox.proxy import Contract
from autograder.testkit import plugin as testkit_plugin
from autograder.testkit.marks import kind_of, weight_of


@dataclass(frozen=True)
class HiddenTest:
    """One claim: `body` is the function under Hypothesis's wrapper, `drawn` the wrapper, or None without cases."""

    name: str
    question: str  # grade_id: the stem of its file
    claim: str
    weight: float
    kind: str
    body: Callable[..., None]
    drawn: Callable[..., None] | None

    @property
    def id(self) -> str:
        """`test_batchnorm_forward::test_eps_is_inside_the_root`."""
        return f"{self.question}::{self.name}"


@dataclass(frozen=True)
class Suite:
    """The hidden tests of one lab."""

    lab: str
    tests: tuple[HiddenTest, ...]
    contract: Contract
    hash: str

    def of_question(self, grade_id: str) -> tuple[HiddenTest, ...]:
        """The tests of one question, in the order of their file."""
        return tuple(test for test in self.tests if test.question == grade_id)


class _Collector:
    """Keeps what pytest collected; the tests run elsewhere."""

    def __init__(self) -> None:
        self.items: list[pytest.Function] = []
        self.errors: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = [item for item in session.items if isinstance(item, pytest.Function)]


@lru_cache
def collect(lab: Lab) -> Suite:
    """Collect the suite of `lab`; raises InfrastructureError that quotes pytest when the suite itself is broken."""
    files = sorted(lab.suite.glob("test_*.py"))
    if not files:
        raise InfrastructureError(f"{lab.name} has no hidden suite: no test_*.py in {lab.suite}")
    collector = _Collector()
    # Nothing that happens to be installed takes part: no plugins, no configuration file but our own empty one.
    arguments = ["--disable-plugin-autoload", "-p", "autograder.testkit.plugin", "-p", "no:cacheprovider", "-q"]
    # Nothing runs here; these two would look through all of memory for what tests left behind.
    arguments += ["-p", "no:unraisableexception", "-p", "no:threadexception"]
    arguments += ["-c", str(PACKAGE / "replay" / "pytest.ini"), "--rootdir", str(PACKAGE), "--import-mode=importlib"]
    arguments += ["--collect-only", *map(str, files)]
    noise = io.StringIO()
    with contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise):
        code = pytest.main(arguments, plugins=[collector, _JudgeMark()])
    if code != pytest.ExitCode.OK or collector.errors:
        raise InfrastructureError(
            f"the suite of {lab.name} cannot be collected:\n{''.join(collector.errors) or noise.getvalue()}"
        )
    tests = tuple(_hidden_test(item) for item in collector.items)
    importlib.invalidate_caches()
    untested = [q.name for q in lab.questions if not q.written and q.grade_id not in {test.question for test in tests}]
    if untested:
        raise InfrastructureError(f"{lab.name} gives points for {', '.join(untested)}, but has no hidden tests for it")
    return Suite(lab.name, tests, _contract(lab), suite_hash(lab))


def _contract(lab: Lab) -> Contract:
    try:
        return testkit_plugin.contract_of(lab.name)
    except Exception as error:
        raise InfrastructureError(
            f"the suite of {lab.name} needs a contract.py with RETURNS ({type(error).__name__}: {error})"
        ) from error


class _JudgeMark:
    """Registered under the name by which the testkit's plugin knows that it need not run anything."""

    name = "gradlab-judge"

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(object(), self.name)


def _hidden_test(item: pytest.Function) -> HiddenTest:
    function = item.obj
    drawn = function if hasattr(function, "hypothesis") else None
    body = function.hypothesis.inner_test if drawn else function
    name = f"{item.path.stem}::{item.name}"
    if not body.__doc__:
        raise InfrastructureError(f"{name} has no docstring: it is the claim that students read")
    if inspect.signature(function).parameters:  # what @given gives is not among them
        raise InfrastructureError(f"{name} takes fixtures or parameters: draw cases with @given instead")
    claim = " ".join(body.__doc__.split())
    return HiddenTest(item.name, item.path.stem, claim, weight_of(function), kind_of(function), body, drawn)


def suite_hash(lab: Lab) -> str:
    """SHA-256 over the suite, its wrong answers, the reference, layers.py, and the machinery that judges."""
    folders = (lab.suite, *(PACKAGE / name for name in ("testkit", "replay", "sandbox", "diagnosis")))
    paths = [(folder.name, path.relative_to(folder), path) for folder in folders for path in folder.rglob("*.py")]
    single = (lab.solution, *(PACKAGE / name for name in ("engine.py", "review.py")))
    paths += [("", Path(path.name), path) for path in single]
    digest = hashlib.sha256()
    for name, relative, path in sorted(paths):
        digest.update(f"{name}/{relative.as_posix()}".encode() + b"\0" + path.read_bytes() + b"\0")
    for name, text in modules(lab):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


def seed_of(salt: bytes, test: HiddenTest, lab: str) -> int:
    """The seed of a test's cases: the course's salt keeps them from being known in advance."""
    text = salt + f"{lab}::{test.id}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "little")
