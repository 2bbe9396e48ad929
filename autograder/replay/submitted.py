"""A submission in a box: its cells loaded, and loaded again when the process is lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from autograder.errors import InfrastructureError
from autograder.records import CellRecord
from autograder.replay.imports import refused_import, said
from autograder.replay.script import TestScript
from autograder.sandbox.allowance import Allowance
from autograder.sandbox.box import Box, BoxLost
from autograder.sandbox.inside.values import Raised
from autograder.sandbox.policy import Policy
from autograder.submissions import Cell


class Sandbox(Protocol):
    """Opens boxes. `isolation` goes into the record."""

    isolation: str
    policy: Policy

    def open(self) -> Box:
        """A fresh box; raises InfrastructureError when none can be started."""

    def close(self) -> None:
        """End what serves the boxes."""


@dataclass
class Submitted:
    """The cells of one submission and the box they are loaded in."""

    sandbox: Sandbox
    cells: Sequence[Cell]
    modules: Sequence[tuple[str, str]] = ()  # names and texts that the lab hands out to be imported
    outcomes: dict[int, CellRecord] = field(default_factory=dict)
    allowance: Allowance = field(default_factory=Allowance)
    lost: int = 0  # processes that were lost to the submission
    hung: set[str] = field(default_factory=set)  # functions that did not return, twice over
    busy: Callable[[], None] | None = None  # waits until the box has done what was sent ahead
    _box: Box | None = None

    @property
    def box(self) -> Box:
        """The box, opened and loaded where there is none, and free; raises BoxLost once the allowance is spent."""
        if self.busy is not None:
            self.busy()
        if self._box is None:
            self.allowance.check()
            self._box = self._load()
        return self._box

    def waits(self, script: TestScript) -> bool:
        """Whether a test calls a function that hung before."""
        return any(script.functions(number) & self.hung for number in script.ahead)

    def drop(self) -> None:
        """Give up the box: the next use gets a fresh one with the same cells."""
        self.busy = None
        if self._box is not None:
            self._box.close()
            self._box = None

    def _load(self) -> Box:
        """Load every cell that did not itself end the process before."""
        while True:
            usable = [cell for cell in self.cells if not self._ended(cell)]
            box = self._open()
            done = 0
            try:
                for cell, raised in zip(usable, box.load([(cell.index, cell.source) for cell in usable]), strict=True):
                    self.outcomes[cell.index] = self._outcome(cell, raised)
                    done += 1
                return box
            except BoxLost as lost:
                box.close()
                self.lost += 1
                if self.allowance.spent is not None:
                    for cell in self.cells:
                        if cell.index not in self.outcomes:
                            self._leave_out(cell, "spent")
                    raise
                self._leave_out(usable[min(done, len(usable) - 1)], lost.outcome)
                if sum(map(self._ended, self.cells)) == PATIENCE:
                    for cell in usable[done + 1 :]:
                        if cell.origin == "added":
                            self._leave_out(cell, "skipped")

    def _open(self) -> Box:
        """A box that holds what the lab hands out; none of the submission's text is in it yet, so failures are ours."""
        box = self.sandbox.open()
        try:
            if self.modules:
                box.provide(self.modules)
        except BoxLost as lost:
            box.close()
            raise InfrastructureError(f"what the lab hands out could not be loaded: {lost.reason}") from lost
        box.allowance = self.allowance
        return box

    def _leave_out(self, cell: Cell, why: str) -> None:
        self.outcomes[cell.index] = CellRecord(cell.index, cell.grade_id, cell.origin, "failed", _ENDINGS[why])

    def _outcome(self, cell: Cell, raised: Raised | None) -> CellRecord:
        if raised is None:
            return CellRecord(cell.index, cell.grade_id, cell.origin, "ran")
        if raised.kind == "NotImplementedError":
            message = "This cell is not implemented yet."
        elif raised.line is not None:
            allowed = (*self.sandbox.policy.imports, *(name for name, _ in self.modules))
            module = raised.kind == "ModuleNotFoundError" and refused_import(cell.source, raised.line, allowed)
            message = f"This cell stopped at line {raised.line} with {raised.kind}."
            if module:
                message = (
                    f"This cell stopped at line {raised.line}: it imports {module}, "
                    f"and in this lab only these can be imported: {said(allowed)}."
                )
        else:
            message = f"This cell stopped with {raised.kind}."
        return CellRecord(cell.index, cell.grade_id, cell.origin, "failed", message)

    def _ended(self, cell: Cell) -> bool:
        known = self.outcomes.get(cell.index)
        return known is not None and known.message in _ENDINGS.values()


PATIENCE = 3  # cells that do not finish, before the student's own cells behind them are left out
_ENDINGS = {
    "timeout": "This cell did not finish in time and was left out.",
    "crashed": "This cell ended the process it ran in and was left out.",
    "spent": "This cell was left out: the notebook had used up what it may take in all.",
    "skipped": "This cell was left out: too many cells before it did not finish.",
}
