"""What a submission may use, in one small dataclass."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Policy:
    """Limits of one submission's process; part of its record."""

    call_seconds: float = 2.0  # one call of a student's function
    cell_seconds: float = 20.0  # running one cell
    memory_mib: int = 1024  # address space beyond what NumPy takes
    processes: int = 16
    cpu_seconds: int = 300  # hard limit; the judge's deadlines come first
    files_mib: int = 64  # each of the temporary file systems
    reply_mib: int = 64  # one frame
    packages: tuple[str, ...] = ("numpy",)

    def as_record(self) -> dict[str, Any]:
        """The policy as it stands in a record."""
        return {**asdict(self), "packages": list(self.packages)}
