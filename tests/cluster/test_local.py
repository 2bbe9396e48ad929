"""Judging by way of Dask, with a worker inside this process: what travels, and what a worker may refuse."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.cluster import coordinator, parcels, work
from autograder.cluster.coordinator import Cluster
from autograder.course import Course
from autograder.engine import Judge
from autograder.errors import InfrastructureError, SandboxUnavailable, UserError
from autograder.labs import Lab, find_lab
from autograder.normalise import normalise
from autograder.notebook import release_form, solve
from autograder.replay.cases import frozen_cases
from autograder.replay.suite import collect
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall
from autograder.submissions import Submission

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
LAB = "lab02_batchnorm"


@pytest.fixture(scope="module")
def lab() -> Lab:
    return find_lab(LAB)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.Policy.memory_mib = 900\n")
    return Course(root)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    options = {"processes": False, "dashboard_address": None, "silence_logs": logging.CRITICAL}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, **options) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(coordinator, "PATIENCE", 3.0)
    yield
    work._thread.submit(work._dismiss, *work._judges).result()


@pytest.fixture(scope="module")
def submissions(lab: Lab) -> dict[str, Submission]:
    reference = lab.solution.read_text("utf-8")
    wrong = sorted((lab.suite / "wrong").glob("[!l]*.py"))[:3]
    answers = {path.stem: solve(lab, reference, path.read_text("utf-8")) for path in wrong}
    answers |= {"stub": release_form(lab), "solved": solve(lab)}
    made = {name: normalise(nb, lab) for name, nb in answers.items()}
    odd = solve(lab)
    odd.cells[-1].source += "\n# \ud800 half a pair"
    return made | {"odd": normalise(odd, lab)}


def test_the_records_are_those_of_a_judge_on_this_machine(
    address: str, lab: Lab, course: Course, submissions: dict[str, Submission]
) -> None:
    with Cluster(address, lab, course) as cluster:
        there = dict(cluster.judge(submissions.items()))
    assert there.keys() == submissions.keys()
    cases = frozen_cases(collect(lab), course.salt())
    with Judge(lab, build_wall(Policy(memory_mib=900)), cases=cases) as judge:
        here = {name: judge.judge(submission) for name, submission in submissions.items()}
    for name, record in here.items():
        assert there[name].judgement() == record.judgement()
    assert {record.policy["memory_mib"] for record in here.values()} == {900}
    assert work._judges == {}, "the worker's judge ends with the grading"


def test_a_worker_without_a_sandbox_is_our_failure_for_everybody_and_a_zero_for_nobody(
    address: str, lab: Lab, course: Course, submissions: dict[str, Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(policy: Policy) -> Any:
        raise SandboxUnavailable("no sandbox can be started")

    monkeypatch.setattr(work, "build_wall", refuse)
    with Cluster(address, lab, course) as cluster:
        results = dict(cluster.judge(submissions.items()))
    assert results.keys() == submissions.keys()
    assert all(isinstance(result, InfrastructureError) for result in results.values())
    assert "no worker of the Dask cluster can judge" in str(results["solved"])
    assert "no sandbox can be started" in str(results["solved"])


@pytest.mark.parametrize("what", ["kit", "suite", "NumPy", "Python"])
def test_a_worker_with_something_else_installed_judges_nothing(
    address: str,
    lab: Lab,
    course: Course,
    submissions: dict[str, Submission],
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    monkeypatch.setattr(coordinator, "versions", lambda suite: parcels.versions(suite) | {what: "0.0"})
    monkeypatch.setattr(coordinator, "PATIENCE", 0.5)
    with Cluster(address, lab, course) as cluster:
        (_, result) = next(cluster.judge(list(submissions.items())[:1]))
    assert isinstance(result, InfrastructureError)
    assert f"has another {what}" in str(result) or f"has {what}" in str(result)


def test_what_fails_on_a_worker_is_tried_again_and_then_our_failure(
    address: str, lab: Lab, course: Course, submissions: dict[str, Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: dict[str, int] = {}
    real = Judge.judge

    def judge(self: Judge, submission: Submission) -> Any:
        tries[submission.sha256] = tries.get(submission.sha256, 0) + 1
        if submission.sha256 == submissions["stub"].sha256:
            raise InfrastructureError("the sandbox could not be started: no memory")
        if submission.sha256 == submissions["solved"].sha256 and tries[submission.sha256] == 1:
            raise ZeroDivisionError
        return real(self, submission)

    monkeypatch.setattr(Judge, "judge", judge)
    some = {name: submissions[name] for name in ("stub", "solved", "odd")}
    with Cluster(address, lab, course) as cluster:
        results = dict(cluster.judge(some.items()))
    assert "no memory" in str(results["stub"])
    assert not isinstance(results["solved"], InfrastructureError)
    assert tries[submissions["stub"].sha256] == 2


def test_a_reply_about_another_submission_is_not_taken(lab: Lab, submissions: dict[str, Submission]) -> None:
    reply = {"record": {"schema": 1}}
    with pytest.raises(ValueError, match="damaged record"):
        parcels.unpack_record(reply, submissions["stub"], lab)


def test_submissions_travel_as_json_and_the_salt_not_at_all(
    lab: Lab, course: Course, submissions: dict[str, Submission]
) -> None:
    for submission in submissions.values():
        parcel = parcels.pack_submission(submission)
        assert json.loads(parcel)["sha256"] == submission.sha256
        assert parcels.unpack_submission(parcel) == submission.for_judge()
    packed = coordinator.task_of(lab, course).pack()
    assert parcels.Task.unpack(packed) == coordinator.task_of(lab, course)
    assert course.salt() not in packed
    assert course.salt().hex().encode() not in packed


def test_no_scheduler_is_the_callers_mistake(lab: Lab, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coordinator, "CONNECT", 0.3)
    with pytest.raises(UserError, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        Cluster("tcp://127.0.0.1:9", lab, course)
