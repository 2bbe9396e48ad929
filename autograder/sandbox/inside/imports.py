"""What a submission's cells may import. A wish of the course, not a wall: what is not allowed is not there, either."""

import sys
from collections.abc import Collection

STDLIB = "stdlib"  # stands for all of Python's standard library


class NotAllowed(ModuleNotFoundError):
    """A cell imports what the policy does not name; to the submission a module that is not there."""


def may_import(module: str, allowed: Collection[str]) -> bool:
    """Whether `allowed` names the module; of a dotted name the first part counts."""
    root = module.partition(".")[0]
    return root in allowed or (STDLIB in allowed and root in sys.stdlib_module_names)
