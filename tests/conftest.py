"""Tests of one folder share expensive fixtures (a course, a judge): they stay together when tests run in parallel.

The banks of each lab have a judge of their own, so they are a group each.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONGEST_FIRST = (
    "nbgrader", "labs", "suites", "browser", "verify", "postgresql", "accounts", "new_lab", "attacks", "sandbox",
    "faults", "replay",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the marks in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folders = {item: item.path.relative_to(HERE).parts[0] for item in items}
    for item, folder in folders.items():
        lab = f" {item.callspec.params['name']}" if folder == "suites" else ""
        item.add_marker(pytest.mark.xdist_group(folder + lab))
    place = {folder: number for number, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(folders[item], len(place)))
