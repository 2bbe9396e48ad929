"""Judges submissions of one lab: suite, frozen cases, scripts and sandbox in, one record a submission out."""

import logging
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from autograder import __version__
from autograder.diagnosis import Diagnosed, Diagnosis
from autograder.diagnosis.patience import OutOfPatience
from autograder.diagnosis.quiet import quiet
from autograder.errors import InfrastructureError
from autograder.labs import Lab
from autograder.provided import modules
from autograder.records import CellRecord, Outcome, QuestionRecord, Record, TestRecord
from autograder.replay.cases import DEFAULT_SALT, Cases, frozen_cases
from autograder.replay.judge import TestVerdict, judge_question
from autograder.replay.script import TestScript, record
from autograder.replay.shrink import Smallest, smallest
from autograder.replay.stream import Stream, joined
from autograder.replay.submitted import Sandbox, Submitted
from autograder.replay.suite import Suite, collect, seed_of
from autograder.review import hints
from autograder.sandbox.allowance import Allowance
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.submissions import Submission

log = logging.getLogger(__name__)


class Judge:
    """A lab's suite made ready once, then applied to any number of submissions."""

    def __init__(
        self,
        lab: Lab,
        sandbox: Sandbox,
        salt: bytes = DEFAULT_SALT,
        cases_folder: Path | None = None,
        cases: Cases | None = None,
    ) -> None:
        self.lab, self.sandbox, self.salt = lab, sandbox, salt
        self.suite: Suite = collect(lab)
        self.cases: Cases = cases or frozen_cases(self.suite, salt, cases_folder)
        self.modules = modules(lab)
        reference = lab.solution.read_text(encoding="utf-8")
        self.scripts = record_scripts(self.suite, self.cases, reference)
        tests = {q.grade_id: self.suite.of_question(q.grade_id) for q in lab.questions if not q.written}
        scripts = {grade_id: [self.scripts[test.id] for test in group] for grade_id, group in tests.items()}
        self.batches = {grade_id: joined(group, self.suite.contract) for grade_id, group in scripts.items()}
        # All questions in one request: the submission works on the next while the judge looks at the last.
        self.batch = joined([script for group in scripts.values() for script in group], self.suite.contract)
        outputs = cases_folder / "outputs" if cases_folder else None
        self.diagnosis = Diagnosis(lab, reference, self.scripts, self.suite.contract, self.modules, self._kept(outputs))

    def judge(self, submission: Submission) -> Record:
        """Judge one submission; raises InfrastructureError when the sandbox, not the submission, is at fault."""
        started = time.perf_counter()
        submitted = Submitted(self.sandbox, submission.cells, self.modules, allowance=self._allowance())
        try:
            stream = Stream(submitted, self.batch)
            questions = tuple(
                self._question(question.name, question.grade_id, question.points, submitted, stream)
                for question in self.lab.questions
                if not question.written
            )
        finally:
            submitted.drop()
        return Record(
            lab=self.lab.name,
            submission=submission.sha256,
            suite=self.suite.hash,
            cases=self.cases.hash,
            salt_id=self.cases.salt_id,
            kit=__version__,
            isolation=self.sandbox.isolation,
            policy=self.sandbox.policy.as_record(),
            questions=questions,
            cells=_in_order(submitted.outcomes),
            ignored=submission.ignored,
            review=hints(submission.cells),
            run={"seconds": round(time.perf_counter() - started, 4), "processes_lost": submitted.lost},
        )

    def smallest(self, submission: Submission, test_id: str, seconds: float = 5.0) -> Smallest | None:
        """The smallest input found within `seconds` on which the submission fails a test."""
        submitted = Submitted(self.sandbox, submission.cells, self.modules)
        try:
            script = self.scripts[test_id]
            return smallest(
                script, submitted, self.suite.contract, seed_of(self.salt, script.test, self.lab.name), seconds
            )
        finally:
            submitted.drop()

    def _diagnosed(self, grade_id: str, verdicts: Mapping[str, TestVerdict]) -> dict[str, Diagnosed]:
        """What is to be said of the failed tests. A verdict stands without it, whatever a submission returned."""
        try:
            with quiet():
                return self.diagnosis.diagnose(verdicts)
        except (Exception, OutOfPatience):
            log.exception("no diagnosis of %s", grade_id)
            return {}

    def _kept(self, folder: Path | None) -> Path | None:
        """Where what the wrong answers return is kept: for these cases and this suite only."""
        return folder and folder / f"{self.lab.name}-{self.suite.hash[:12]}-{self.cases.hash[:12]}"

    def close(self) -> None:
        """End the sandbox."""
        self.sandbox.close()

    def __enter__(self) -> "Judge":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _allowance(self) -> Allowance:
        """What a submission may take in all; in this process there are no deadlines."""
        if self.sandbox.isolation == "none":
            return Allowance()
        return Allowance.of(self.sandbox.policy, granted=sum(self.batch.seconds))

    def _question(
        self, name: str, grade_id: str, points: float, submitted: Submitted, stream: Stream
    ) -> QuestionRecord:
        tests = self.suite.of_question(grade_id)
        scripts = [self.scripts[test.id] for test in tests]
        verdicts = judge_question(scripts, self.batches[grade_id], submitted, self.suite.contract, stream)
        diagnosed = self._diagnosed(grade_id, verdicts)
        mistakes = {test: found.named for test, found in diagnosed.items() if found.named is not None}
        return QuestionRecord(
            name,
            grade_id,
            points,
            tuple(
                TestRecord(
                    name=test.name,
                    claim=test.claim,
                    outcome=verdicts[test.id].outcome,
                    kind=test.kind,
                    weight=test.weight,
                    message=verdicts[test.id].message,
                    hint=mistakes[test.id].hint if test.id in mistakes else "",
                    mistake=mistakes[test.id].stem if test.id in mistakes else None,
                    looks_like=mistakes[test.id].mistake if test.id in mistakes else "",
                    known=diagnosed[test.id].known if test.id in diagnosed else (),
                    cases=len(self.scripts[test.id].cases),
                    cases_failed=_unpassed(verdicts[test.id]),
                    cases_blocked=verdicts[test.id].count(Outcome.BLOCKED),
                    table=verdicts[test.id].table,
                    picture=diagnosed[test.id].picture if test.id in diagnosed else None,
                )
                for test in tests
            ),
        )


def record_scripts(suite: Suite, cases: Cases, reference: str) -> dict[str, TestScript]:
    """Record what every frozen case asks of a submission, with the reference solutions in this process."""
    box = InProcessSandbox(Policy()).open()
    for raised in box.load([(0, reference)]):
        if raised is not None:
            place = "" if raised.line is None else f" at line {raised.line}"
            raise InfrastructureError(f"the reference solutions of {suite.lab} raise {raised.kind}{place}")
    return {test.id: record(test, cases.by_test[test.id], suite.contract, box) for test in suite.tests}


def _unpassed(verdict: TestVerdict) -> int:
    return sum(map(verdict.count, (Outcome.FAILED, Outcome.CRASHED, Outcome.TIMEOUT)))


def _in_order(outcomes: Mapping[int, CellRecord]) -> tuple[CellRecord, ...]:
    return tuple(outcomes[index] for index in sorted(outcomes))
