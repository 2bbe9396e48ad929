"""Judges in processes of their own: what ends one costs nobody else a grade, and failures of ours are no zeros."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from types import SimpleNamespace
from typing import ClassVar

import pytest
from nbformat import NotebookNode

from autograder import pool
from autograder.errors import InfrastructureError, SandboxUnavailable
from autograder.normalise import Submission
from autograder.pool import JudgeSettings, judge_many, judge_one
from autograder.sandbox import wall as wall_module


class Judges:
    """Stands for a pool of processes: `kill` ends its process, `fail` fails, all else is judged."""

    made: ClassVar[list["Judges"]] = []

    def __init__(self, settings, jobs):
        self.jobs, self.broken, self.pending, self.shut = jobs, False, [], False
        Judges.made.append(self)

    def submit(self, run, submission):
        if self.broken:
            raise BrokenProcessPool("gone")
        future = Future()
        self.pending.append((submission.lab, future))
        if len(self.pending) > self.jobs:
            self._work()
        return future

    def _work(self):
        lab, future = self.pending.pop(0)
        tries[lab] = tries.get(lab, 0) + 1
        if lab.startswith("kill") and not (lab.endswith("once") and tries[lab] > 1):
            self.broken = True
            for _, lost in [(lab, future), *self.pending]:
                lost.set_exception(BrokenProcessPool("gone"))
            self.pending = []
        elif lab.startswith("fail"):
            future.set_exception(InfrastructureError("the sandbox could not be started: no memory"))
        elif lab.startswith("bug"):
            future.set_exception(ZeroDivisionError("division by zero"))
        else:
            future.set_result(SimpleNamespace(lab=lab))

    def finish(self):
        while self.pending:
            self._work()

    def kill(self):
        self.killed = True

    def shutdown(self, **kwargs):
        self.shut = True


tries: dict[str, int] = {}


@pytest.fixture(autouse=True)
def _judges(monkeypatch):
    def wait(futures, return_when):
        if not any(future.done() for future in futures):
            Judges.made[-1].finish()
        done = {future for future in futures if future.done()}
        return done, set(futures) - done

    Judges.made = []
    tries.clear()
    monkeypatch.setattr(pool, "_executor", Judges)
    monkeypatch.setattr(pool, "wait", wait)


def judged(lab, *names, jobs=2):
    submissions = {name: Submission(name, "0" * 64, (), NotebookNode(), ()) for name in names}
    results = list(judge_many(lab, submissions.items(), None, jobs))
    assert len(results) == len(names) == len(dict(results)), "each comes back once"
    assert all(judges.shut for judges in Judges.made), "no pool is left open"
    return dict(results)


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_every_submission_comes_back_once(lab, jobs):
    results = judged(lab, *(f"s{number}" for number in range(20)), jobs=jobs)
    assert {name: result.lab for name, result in results.items()} == {f"s{n}": f"s{n}" for n in range(20)}


def test_nothing_to_judge_is_done_at_once(lab):
    assert judged(lab) == {}


@pytest.mark.parametrize("place", [0, 1, 7, 19])
@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_a_submission_that_ends_its_judge_costs_nobody_else_a_grade(lab, place, jobs):
    names = [f"s{number}" for number in range(20)]
    names[place] = "kill"
    results = judged(lab, *names, jobs=jobs)
    assert {name for name, result in results.items() if isinstance(result, InfrastructureError)} == {"kill"}
    assert tries["kill"] == 2, "tried again, and no third time"
    assert "judge's process ended" in str(results["kill"])


def test_several_of_them_do_not_either(lab):
    results = judged(lab, "kill1", "s1", "kill2", "kill3", "s2", "s3", "kill4")
    assert {name for name, result in results.items() if isinstance(result, InfrastructureError)} == {
        "kill1", "kill2", "kill3", "kill4",
    }  # fmt: skip


def test_a_judge_that_ended_by_chance_is_no_matter(lab):
    assert not isinstance(judged(lab, "s1", "kill once", "s2")["kill once"], InfrastructureError)


@pytest.mark.parametrize(("name", "said"), [("fail", "could not be started: no memory"), ("bug", "ZeroDivisionError")])
def test_a_failure_of_ours_is_tried_twice_and_comes_back_with_its_reason(lab, name, said):
    results = judged(lab, "s1", name, "s2")
    assert isinstance(results[name], InfrastructureError)
    assert said in str(results[name])
    assert tries[name] == 2


def test_few_submissions_are_under_way_at_once(lab, monkeypatch):
    seen = []
    monkeypatch.setattr(Submission, "for_judge", lambda submission: seen.append(submission) or submission)
    coming = ((f"s{n}", Submission(f"s{n}", "", (), NotebookNode(), ())) for n in range(500))
    stream = judge_many(lab, coming, None, 2)
    next(stream)
    assert len(seen) <= 2 * pool.AHEAD + 2
    stream.close()
    assert all(judges.shut for judges in Judges.made)


@pytest.mark.parametrize(("error", "said"), [
    (BrokenProcessPool("gone"), "judge's process ended"),
    (InfrastructureError("no memory"), "no memory"),
    (ZeroDivisionError("division by zero"), "the judge failed: ZeroDivisionError"),
])  # fmt: skip
def test_one_alone_is_tried_twice_and_then_our_failure(lab, monkeypatch, error, said):
    standing = []

    class Standing:
        def submit(self, run, submission):
            standing.append(1)
            future = Future()
            future.set_exception(error)
            return future

    monkeypatch.setattr(pool, "_executor", lambda settings, jobs: Standing())
    pool._standing.cache_clear()
    with pytest.raises(InfrastructureError, match=said):
        judge_one(lab, Submission(lab.name, "", (), NotebookNode(), ()))
    pool._standing.cache_clear()
    assert len(standing) == 2


def test_without_a_wall_there_is_no_judge(lab, monkeypatch):
    monkeypatch.setattr(wall_module, "find_bwrap", lambda: (_ for _ in ()).throw(SandboxUnavailable("not installed")))
    with pytest.raises(SandboxUnavailable, match="nothing is graded"):
        JudgeSettings.of(lab, None).open()


def test_a_judge_that_cannot_be_made_ready_closes_its_sandbox(lab, monkeypatch):
    closed = []
    sandbox = SimpleNamespace(close=lambda: closed.append(1))
    monkeypatch.setattr(pool, "build_wall", lambda policy: sandbox)
    monkeypatch.setattr(pool, "Judge", lambda *args: (_ for _ in ()).throw(InfrastructureError("the suite is broken")))
    with pytest.raises(InfrastructureError, match="the suite is broken"):
        JudgeSettings.of(lab, None).open()
    assert closed == [1]
