"""How much feedback tells is the course's decision; by default hints before the deadline, counterexamples after it."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from autograder.errors import UserError
from autograder.nbgrader_plugins import deadlines
from autograder.report.shows import SECONDS, level, seconds

NOW = datetime(2026, 11, 21, 12)
LAB = SimpleNamespace(name="lab02_batchnorm")


def course(**settings):
    return SimpleNamespace(config=SimpleNamespace(FeedbackExporter=settings))


@pytest.mark.parametrize("setting", ["verdict", "hint", "counterexample"])
def test_a_setting_decides_whatever_the_deadline(setting):
    assert level(course(shows=setting), LAB) == setting


@pytest.mark.parametrize(("left", "shown"), [(timedelta(hours=1), "hint"), (timedelta(hours=-1), "counterexample")])
def test_by_default_the_deadline_decides(monkeypatch, left, shown):
    def still_open(course, name, now):
        return f"{name} can be handed in" if NOW + left > now else ""

    monkeypatch.setattr(deadlines, "still_open", still_open)
    assert level(course(), LAB, NOW) == shown


def test_a_setting_that_does_not_exist_is_refused():
    with pytest.raises(UserError, match=r"c\.FeedbackExporter\.shows is 'all' .* expected one of verdict, hint"):
        level(course(shows="all"), LAB)


@pytest.mark.parametrize("value", [0, -1, "long", 1e9])
def test_an_impossible_time_is_refused(value):
    with pytest.raises(UserError, match=r"c\.FeedbackExporter\.seconds is"):
        seconds(course(seconds=value))
    assert seconds(course()) == SECONDS
