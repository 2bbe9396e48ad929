"""A lab's hidden suite run where the student's code runs, as kits without a wall do: pytest in the same process.

Only for comparison: what runs here can be changed by what it judges.
"""

import contextlib
import io
import os
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import Phase, settings

from autograder.labs import SUITES, find_lab
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.testkit.marks import weight_of


class _Marks:
    """Counts the weight of the tests that pass."""

    def __init__(self) -> None:
        self.passed = self.total = 0.0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if os.environ.get("GRADLAB_BENCH_NO_SHRINKING"):
            for item in items:
                wrapper = getattr(item, "obj", None)
                if own := getattr(wrapper, "_hypothesis_internal_use_settings", None):
                    wrapper._hypothesis_internal_use_settings = settings(own, phases=[Phase.generate])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Function, call: Any) -> Any:
        report = yield
        if report.when == "call":
            weight = weight_of(item.obj)
            self.total += weight
            self.passed += weight * report.passed
        return report


def earned(lab: str, question: str, points: float, names: dict[str, Any]) -> float:
    """The points of one question, for the functions among `names`: the live suite, Hypothesis and all."""
    from autograder.testkit import plugin

    box = InProcessSandbox(Policy()).open()
    box.channel.runner.namespace.update(MappingProxyType(names))
    plugin._box = lambda path, of: box  # type: ignore[assignment]
    marks = _Marks()
    arguments = ["-p", "autograder.testkit.plugin", "-p", "no:cacheprovider", "-q", f"--rootdir={SUITES}"]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*arguments, str(find_lab(lab).suite / f"test_{question}.py")], plugins=[marks])
    return round(points * marks.passed / marks.total, 4) if marks.total else 0.0
