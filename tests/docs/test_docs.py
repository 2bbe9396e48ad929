"""The pages in docs/ keep up with the code: records, commands, JSON keys, links and the changelog."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

from autograder import __version__
from autograder.cli import app
from autograder.cli.grading import as_document
from autograder.records import CellRecord, Outcome, QuestionRecord, Record, TestRecord
from autograder.sandbox.policy import Policy

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "release" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading!r}"
    return found[1]


def named_rows(text: str) -> list[str]:
    """The names in the first column of a table."""
    cells = re.findall(r"^\| (`.+?`) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def slugs(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("kind", [Record, QuestionRecord, TestRecord, CellRecord, Policy])
def test_every_field_of_a_record_is_described_and_no_other(kind):
    described = named_rows(section(page("records.md"), kind.__name__))
    assert sorted(described) == sorted(field.name for field in fields(kind))


def test_every_limit_is_described_with_its_default():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section(page("records.md"), "Policy"), re.MULTILINE))
    assert rows == {
        name: ", ".join(value) if isinstance(value, list) else str(value)
        for name, value in Policy().as_record().items()
    }


def test_every_outcome_is_described():
    assert named_rows(section(page("records.md"), "Outcome")) == [str(outcome) for outcome in Outcome]


def test_every_command_and_option_is_described_and_no_other():
    rows = re.findall(r"^\| `gradlab ([\w-]+)[^`]*` \|.*\|([^|]*)\|$", page("instructor.md"), re.MULTILINE)
    described = {command: sorted(re.findall(r"`(--[\w-]+)`", options)) for command, options in rows}
    assert described == {name: sorted(options(command)) for name, command in COMMANDS.items()}


def options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        longest = [name for name in parameter.opts if name.startswith("--") and name != "--help"]
        yield from longest[:1]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_name_commands_that_exist(path):
    text = path.read_text(encoding="utf-8")
    code = "\n".join(
        [*re.findall(r"^```\w*$(.*?)^```$", text, re.MULTILINE | re.DOTALL), *re.findall(r"`([^`\n]+)`", text)]
    )
    used = re.findall(r"(?:^|&& )gradlab (?:--\w+ )?([a-z][\w-]*)", code, re.MULTILINE)
    assert set(used) <= COMMANDS.keys()


def test_every_key_of_check_json_is_described():
    test = TestRecord("test_q", "is right", Outcome.PASSED)
    question = QuestionRecord("q", "test_q", 1.0, (test,))
    record = Record("lab00_x", "", "", "", "", "", "bubblewrap", {}, (question,))
    text, used = section(page("records.md"), "gradlab check --json"), set(keys(as_document(record)))
    assert used <= set(re.findall(r"`(\w+)`", text))
    assert set(named_rows(text)) <= used


def keys(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from keys(value)
    elif isinstance(document, list):
        for item in document:
            yield from keys(item)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            file, _, anchor = target.partition("#")
            found = (path.parent / file).resolve() if file else path
            assert found.is_file(), f"{path.name} links to {target}"
            assert not anchor or anchor in slugs(found), f"{path.name} links to {target}, a heading that is not there"


def test_readme_leads_to_every_page_and_every_picture_is_small_and_shown():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = list((ROOT / "docs").glob("*.md"))
    for path in pages:
        assert f"({path.relative_to(ROOT).as_posix()})" in readme, f"README.md does not lead to {path.name}"
    shown = readme + "".join(path.read_text(encoding="utf-8") for path in pages)
    for picture in (ROOT / "docs" / "images").iterdir():
        assert f"images/{picture.name})" in shown, f"no page shows {picture.name}"
        assert picture.stat().st_size < 300_000


def test_changelog_begins_with_this_version():
    found = re.search(r"^## (\S+)", page("changelog.md"), re.MULTILINE)
    assert found
    assert found[1] == __version__
