"""What late work costs, by the course's rule: nbgrader's late-submission plugin, so that its gradebook holds the same.

c.LatePolicy.grace_minutes = 15
c.LatePolicy.percent_per_day = 10
c.LatePolicy.most_percent = 50
c.LatePolicy.labs = {"lab03_convolution": {"percent_per_day": 20}}
"""

import math
from typing import Any

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Any as AnyValue

from autograder.course import CONFIG
from autograder.errors import UserError

DAY = 24 * 60 * 60
RULES = ("grace_minutes", "percent_per_day", "most_percent")


class LatePolicy(LateSubmissionPlugin):  # type: ignore[misc]
    """A share of the score for every day begun since the deadline; without a rule, what `penalty_method` says."""

    # Checked here and not by traitlets, which would report a slip in a traceback.
    grace_minutes = AnyValue(0, help="So many minutes late cost nothing.").tag(config=True)
    percent_per_day = AnyValue(0, help="Per cent of the score for every day begun since the deadline.").tag(config=True)
    most_percent = AnyValue(100, help="Lateness costs at most so many per cent of the score.").tag(config=True)
    labs = AnyValue({}, help="Other rules for single labs: {lab: {rule: value}}.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points to take off; None for nothing. UserError, one line, for a rule that is none."""
        rules = self.rules(getattr(self.parent, "assignment_id", ""))
        if not rules["percent_per_day"]:
            method: float | None = super().late_submission_penalty(student_id, score, total_seconds_late)
            return method if total_seconds_late > 60 * rules["grace_minutes"] else None
        if total_seconds_late <= 60 * rules["grace_minutes"]:
            return None
        days = math.ceil(total_seconds_late / DAY)
        percent = min(days * rules["percent_per_day"], rules["most_percent"])
        return round(score * percent / 100, 2)

    def rules(self, lab: str) -> dict[str, float]:
        """The rules for a lab; all labs' are checked, so that a slip shows at once."""
        where = f"{CONFIG}: c.LatePolicy"
        if not isinstance(self.labs, dict) or not all(isinstance(own, dict) for own in self.labs.values()):
            raise UserError(
                f'{where}.labs is {self.labs!r}, expected rules by lab: {{"lab01_x": {{"most_percent": 50}}}}'
            )
        common = {name: _rule(name, getattr(self, name), f"{where}.{name}") for name in RULES}
        own = {
            other: {name: _rule(name, value, f"{where}.labs[{other!r}][{name!r}]") for name, value in given.items()}
            for other, given in self.labs.items()
        }
        return common | own.get(lab, {})


def _rule(name: str, value: Any, where: str) -> float:
    if name not in RULES:
        raise UserError(f"{where} is not a rule; there are {', '.join(RULES)}")
    most = math.inf if name == "grace_minutes" else 100
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most or math.isinf(value):
        raise UserError(f"{where} is {value!r}, expected a number from 0" + ("" if most == math.inf else f" to {most}"))
    return float(value)
