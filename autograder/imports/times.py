"""When a notebook was handed in, where that is said only after it was imported: the attempt's time is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.attempts import Attempt, correct_time, hash_of
from autograder.imports.layouts import LAYOUTS
from autograder.labs import Lab
from autograder.names import some


@dataclass(frozen=True)
class Handed:
    """One student's notebook in a download."""

    student: str
    notebook: Path
    when: datetime | None
    late: bool
    source: str
    said: bool  # the time is the caller's own word, not what a file says


class Times:
    """Corrects times, and tells it in the same words for all whom it concerns."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._told: dict[tuple[datetime | None, datetime], list[str]] = {}

    def correct(self, item: Handed, attempts: Sequence[Attempt]) -> None:
        """Give the attempt of the same file its time, unless the time is known already."""
        wrong = _mistimed(item, attempts)
        if wrong is not None and item.when is not None:
            correct_time(wrong, item.when)
            self._told.setdefault((wrong.when, item.when), []).append(item.student)

    def sentences(self) -> list[str]:
        """What was corrected."""
        return [
            f"time corrected of what was imported before, now {when:%Y-%m-%d %H:%M:%S} UTC "
            f"({f'was {before:%Y-%m-%d %H:%M:%S} UTC' if before else 'had none'}): {some(students)}; "
            f"`gradlab grade {self._lab.name}` works penalties out again"
            for (before, when), students in self._told.items()
        ]


def _mistimed(item: Handed, attempts: Sequence[Attempt]) -> Attempt | None:
    """The attempt whose time is to be corrected; None where there is none.

    What the caller says corrects whatever an import wrote; what a file says only fills in what nobody knew: the same
    file at another time may have been handed in twice. The times of the exchange are the system's, and stay.
    """
    if item.when is None:
        return None
    same = [kept for kept in attempts if kept.sha256 == hash_of(item.notebook)]
    if any(kept.when == item.when for kept in same):
        return None
    wrong = [kept for kept in same if kept.when is None or (item.said and kept.source in LAYOUTS)]
    return wrong[-1] if wrong else None
