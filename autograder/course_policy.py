"""The limits that a course sets, for all labs or for one, in its nbgrader_config.py.

c.Policy.memory_mib = 2048
c.Policy.labs = {"lab06_lenet": {"submission_seconds": 1200, "imports": ["numpy", "math"]}}
"""

import importlib.util
import math
import sys
from collections.abc import Mapping
from typing import Any

from autograder.course import CONFIG, Course
from autograder.errors import UserError
from autograder.sandbox.inside.imports import STDLIB
from autograder.sandbox.policy import Policy

DEFAULTS = Policy().as_record()
LEAST = {"memory_mib": 64, "processes": 4}  # below that not even an empty submission runs; the others at least 1
MOST = {"reply_mib": 1024}  # a frame's length has four bytes; the others at most a million
NEVER = ("autograder", "solutions")  # what is to stay outside, whoever asks for it


def policy_of(course: Course | None, lab: str) -> Policy:
    """The limits for a lab of a course; UserError, one line, for anything that is no limit."""
    if course is None:
        return Policy()
    section = dict(course.config.get("Policy", {}))
    where = f"{course.root / CONFIG}: c.Policy"
    labs = section.pop("labs", {})
    if not isinstance(labs, Mapping) or not all(isinstance(limits, Mapping) for limits in labs.values()):
        raise UserError(f'{where}.labs is {_short(labs)}, expected limits by lab: {{"lab01_x": {{"call_seconds": 5}}}}')
    for name in labs:
        if not isinstance(name, str) or not (course.assignments / name).is_dir():
            raise UserError(f"{where}.labs sets limits for {_short(name)}, which is not a lab in {course.assignments}")
    limits = {name: _limit(name, value, f"{where}.{name}") for name, value in section.items()}
    # Those of other labs, too: a slip shows at once and not in the week in which it matters.
    own = {
        other: {name: _limit(name, value, f"{where}.labs[{other!r}][{name!r}]") for name, value in settings.items()}
        for other, settings in labs.items()
    }
    policy = Policy(**{**limits, **own.get(lab, {})})
    if policy.output_mib < policy.reply_mib:
        raise UserError(f"{where}: output_mib is {policy.output_mib}, expected at least reply_mib, {policy.reply_mib}")
    return policy


def _limit(name: Any, value: Any, where: str) -> Any:
    """The value as the policy holds it."""
    if name not in DEFAULTS:
        raise UserError(f"{where} is not a limit; there are {', '.join(DEFAULTS)}")
    if name == "imports":
        return _imports(value, where)
    whole = isinstance(DEFAULTS[name], int)
    number = type(value) is int or (not whole and type(value) is float and math.isfinite(value))
    least, most = LEAST.get(name, 1 if whole else 0.01), MOST.get(name, 1_000_000)
    if not number or not least <= value <= most:
        kind = "a whole number" if whole else "a number"
        raise UserError(f"{where} is {_short(value)}, expected {kind} from {least} to {most}")
    return value if whole else float(value)


def _imports(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
        raise UserError(f'{where} is {_short(value)}, expected names of modules: ["numpy", "math"]')
    if "numpy" not in value:
        raise UserError(f"{where} is {_short(value)}, expected numpy among them: every lab is written with it")
    for name in value:
        if name == STDLIB or name in sys.stdlib_module_names:
            continue
        if not name.isidentifier() or name in NEVER:
            raise UserError(f"{where} holds {_short(name)}, expected {STDLIB} or names of modules without dots")
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise UserError(f"{where} holds {name}, which is not installed here as a package")
    return tuple(dict.fromkeys(value))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
