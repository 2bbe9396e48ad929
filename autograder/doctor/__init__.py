"""Whether gradlab can work here: each need tried out for real, with what to do where it fails.

machine -> nbgrader in Jupyter -> the course one is in: its settings, gradebook, exchange, and the clock
"""

from importlib.util import find_spec

from autograder.doctor.finding import Finding
from autograder.doctor.machine import examine_machine
from autograder.machine import Machine

__all__ = ["Finding", "examine"]


def examine(machine: Machine | None = None) -> list[Finding]:
    """Examine the machine, nbgrader's installation, and the course of the current folder if there is one."""
    found = examine_machine(machine or Machine())
    if find_spec("nbgrader") is None:
        return found  # the examination of the machine says so; the others need it themselves
    from autograder.doctor.course import examine_course
    from autograder.doctor.jupyter import examine_jupyter

    return [*found, *examine_jupyter(), *examine_course()]
