"""How much an exam tries; light enough for the command line to know without the machinery."""

from dataclasses import dataclass

PARTS = ("coverage", "answers", "mutants", "slips", "alarms", "repeat")


@dataclass(frozen=True)
class Plan:
    """How much to try. The seed decides the fresh salts."""

    mutants: int | None = None  # evenly spread; None: all
    alarm_salts: int = 20
    times: int = 20  # the suite's own number of examples
    slip_salts: int = 10
    runs: int = 20
    seed: int = 0


FULL = Plan()
FAST = Plan(mutants=40, alarm_salts=1, times=2, slip_salts=1, runs=4)
