"""Pages written by several processes are those that one process writes."""

from datetime import timedelta
from pathlib import Path

import pytest

from autograder.errors import InfrastructureError
from autograder.labs import Lab
from autograder.report import writing
from autograder.report.writing import Page, write_pages

from .factory import make_lab, typical


def pages(root: Path) -> list[Page]:
    made = []
    for number in range(5):
        (root / "autograded" / str(number)).mkdir(parents=True)
        (root / "autograded" / str(number) / "timestamp.txt").write_text("2026-01-05 10:00:00 UTC")
        path = root / "feedback" / str(number) / "page.html"
        made.append(
            Page(
                f"s{number}",
                path,
                root / "autograded" / str(number),
                typical(),
                {},
                float(number),
                timedelta(0),
                "hint",
                {},
            )
        )
    return made


def content(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): path.read_text("utf-8")
        for path in root.rglob("feedback/*/*")
        if path.name != "submission_secret.txt"
    }


def test_several_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = Lab("lab02_batchnorm", make_lab(tmp_path / "lab").notebook)
    assert list(write_pages(pages(tmp_path / "one"), lab, 1)) == ["s0", "s1", "s2", "s3", "s4"]
    monkeypatch.setattr(writing, "ALONE", 0)
    monkeypatch.setattr(writing, "CHUNK", 2)
    assert sorted(write_pages(pages(tmp_path / "two"), lab, 2)) == ["s0", "s1", "s2", "s3", "s4"]
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert len(content(tmp_path / "one")) == 10


def test_a_page_that_cannot_be_written_ends_it_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ALONE", 0)
    some = pages(tmp_path)
    (tmp_path / "feedback").mkdir()
    (tmp_path / "feedback" / "3").write_text("a file where a folder is due")
    with pytest.raises(InfrastructureError, match="cannot be written"):
        list(write_pages(some, Lab("lab02_batchnorm", make_lab(tmp_path / "lab").notebook), 2))
