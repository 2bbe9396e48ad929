"""What a part of the exam found: one line with the place it is about."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

Tick = Callable[[int, int], None]  # progress: done, of how many


@dataclass(frozen=True)
class Finding:
    """`where` is a file with a line or a name; `what` is a sentence about it."""

    where: str
    what: str


@dataclass(frozen=True)
class PartResult:
    """What every part reports; each adds its own figures."""

    part: ClassVar[str]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether the suite passes this part of its exam."""
        return not self.findings

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        raise NotImplementedError

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth knowing, but holds nothing against the suite."""
        return ()

    def as_document(self) -> dict[str, Any]:
        """The part as `verify --json` prints it."""
        numbers = {key: value for key, value in asdict(self).items() if key != "findings"}
        return {"part": self.part, "ok": self.ok, **numbers, "findings": [asdict(f) for f in self.findings]}
