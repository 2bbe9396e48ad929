"""One need of an installation, and whether it is met."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was found of one need, and what to do where it is not met. Some can be done without."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True
