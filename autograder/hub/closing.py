"""The kit's own files, closed to all accounts but those of courses: students use the same Python environment."""

import grp
import os
from pathlib import Path

from autograder.errors import UserError
from autograder.labs import PACKAGE, SOLUTIONS

GROUP = "gradlab"  # the accounts that may read the kit


def folders() -> list[Path]:
    """Where hidden tests and solutions are installed; UserError for a checkout, which holds more than these."""
    if (PACKAGE.parent / "pyproject.toml").is_file():
        raise UserError(
            f"the kit in {PACKAGE.parent} is a checkout, in which students could read the hidden tests; "
            "install it with pip into an environment such as /opt/gradlab, and run `gradlab hub` from there"
        )
    return [PACKAGE, SOLUTIONS]


def open_to_others() -> list[Path]:
    """Those of them that any account may enter."""
    return [folder for folder in folders() if folder.stat().st_mode & 0o007]


def close_kit() -> None:
    """Let only root and the group `gradlab` enter."""
    group = grp.getgrnam(GROUP).gr_gid
    for folder in folders():
        os.chown(folder, -1, group)
        folder.chmod(0o750)
