"""What a submission may use, in one small dataclass."""

import sys
from dataclasses import asdict, dataclass
from typing import Any

from autograder.sandbox.inside.imports import STDLIB


@dataclass(frozen=True)
class Policy:
    """Limits of one submission; part of its record. A course sets them in nbgrader_config.py (course_policy.py)."""

    call_seconds: float = 2.0  # one call of a student's function, unless the suite grants it more
    cell_seconds: float = 20.0  # running one cell
    submission_seconds: float = 300.0  # waiting for one submission in all, beside what the suite grants
    cpu_seconds: int = 300  # of one process; a hard limit: the judge's deadlines come first
    memory_mib: int = 1024  # address space of a process beyond what NumPy takes, and memory of all of them together
    processes: int = 16
    files_mib: int = 64  # each of the two temporary file systems
    reply_mib: int = 64  # one frame
    output_mib: int = 512  # all frames; text and lists count for what they take in memory
    imports: tuple[str, ...] = ("numpy", STDLIB)

    @property
    def packages(self) -> tuple[str, ...]:
        """The installed packages that stand inside: what may be imported and is not Python's own."""
        return tuple(name for name in self.imports if name != STDLIB and name not in sys.stdlib_module_names)

    def as_record(self) -> dict[str, Any]:
        """The policy as it stands in a record."""
        return {**asdict(self), "imports": list(self.imports)}
