"""Equal submissions give equal records: run after run, warm and cold, in one process and in another."""

import os
from dataclasses import dataclass
from typing import ClassVar

from autograder.engine import Judge
from autograder.errors import SandboxUnavailable
from autograder.labs import Lab
from autograder.pool import JudgeSettings
from autograder.sandbox.wall import build_wall
from autograder.verify.bank import REFERENCE, STUB, Answer, bank
from autograder.verify.crew import Crew, lab_of
from autograder.verify.finding import Finding, PartResult, Tick

MODES = ("warm", "cold")
PROCESSES = 2
WRONG = 4  # wrong answers among the submissions that are judged again and again
_judges: dict[tuple[JudgeSettings, str], Judge] = {}  # in a process of the crew


@dataclass(frozen=True)
class Repeat(PartResult):
    """How often each submission was judged."""

    part: ClassVar[str] = "repeat"
    submissions: int
    runs: int
    modes: tuple[str, ...]
    processes: int

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        return (
            f"{self.submissions} submissions, {self.runs} runs each, {' and '.join(self.modes)}, "
            f"in {self.processes} processes"
        )


@dataclass(frozen=True)
class Run:
    """One round over the submissions."""

    number: int
    mode: str
    answers: tuple[Answer, ...]


def check_repeat(lab: Lab, crew: Crew, tick: Tick, runs: int) -> Repeat:
    """Judge some answers again and again, in processes of their own: each has hash seeds and addresses of its own."""
    wrong = bank(lab, "wrong")
    some = [*bank(lab, "right")[:1], *wrong[:: max(len(wrong) // WRONG, 1)][:WRONG]]
    answers = (Answer("reference", REFERENCE), Answer("stub", STUB), *some)
    seen: dict[str, dict[str, str]] = {answer.where: {} for answer in answers}
    processes, modes = set(), set()
    every = [Run(number, MODES[number // PROCESSES % len(MODES)], answers) for number in range(runs)]
    done = 0
    for share in range(PROCESSES):
        with Crew(crew.settings, 1) as other:
            for run, told in other.each(_run, every[share::PROCESSES], lambda *_: None):
                tick(done := done + 1, runs)
                if told is None:  # this kernel has no warm boxes
                    continue
                process, digests = told
                processes.add(process)
                modes.add(run.mode)
                for where, digest in digests.items():
                    seen[where].setdefault(digest, f"{run.mode} run {run.number} in process {share + 1}")
    findings = tuple(
        Finding(where, f"gives {len(digests)} different records, first seen in: {', '.join(digests.values())}")
        for where, digests in seen.items()
        if len(digests) > 1
    )
    return Repeat(findings, len(answers), runs, tuple(mode for mode in MODES if mode in modes), len(processes))


def _run(settings: JudgeSettings, run: Run) -> tuple[int, dict[str, str]] | None:
    lab = lab_of(settings)
    if (settings, run.mode) not in _judges:
        try:
            wall = build_wall(settings.policy, run.mode)
        except SandboxUnavailable:
            if run.mode == "warm":
                return None
            raise
        _judges[settings, run.mode] = Judge(lab, wall, settings.salt, settings.cases_folder)
    judge = _judges[settings, run.mode]
    return os.getpid(), {answer.where: judge.judge(answer.submission(lab)).digest for answer in run.answers}
