"""Tests of one folder share expensive fixtures (a course, a judge): they stay together when tests run in parallel.

The banks of each lab have a judge of their own, so they are a group each; nbgrader's many files are, too.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LONGEST_FIRST = (
    "nbgrader", "labs", "browser", "suites", "postgresql", "accounts", "new_lab", "attacks", "sandbox", "faults",
    "diagnosis", "verify", "replay",
)  # fmt: skip
OF_LAB = re.compile(r"\[(lab\d\d_[a-z0-9]+)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {folder: number for number, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.relative_to(HERE).parts[0], len(place)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            folder = file.partition("tests/")[2].partition("/")[0]
            if folder == "suites":
                return folder + "".join(OF_LAB.findall(nodeid)[:1])
            return file if folder == "nbgrader" else folder

    return Together(config, log)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all folders: Playwright cannot be begun twice in a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install 'gradlab[browser]'")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("needs a Chromium on the PATH, such as Debian's package chromium")
    with playwright.sync_playwright() as driver:
        # The pages are our own; Chromium's sandbox does not start for root.
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
