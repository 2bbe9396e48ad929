"""The command that fetches what students handed in: collect."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from autograder.course import find_course
from autograder.errors import UserError
from autograder.labs import find_lab

console = Console(highlight=False, soft_wrap=True)


def collect(lab: str, as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """Collect the newest fit submission of each student from the exchange, and name what is refused."""
    from nbgrader.exchange import ExchangeError

    from autograder.nbgrader_plugins.app import course_app
    from autograder.nbgrader_plugins.collect import Collected

    course = find_course()
    found = find_lab(lab, course.assignments)
    app = course_app(course)
    app.coursedir.assignment_id = found.name
    step = app.exchange.Collect(coursedir=app.coursedir, authenticator=app.authenticator, parent=app)
    step.update = True
    try:
        step.start()
    except ExchangeError as error:
        if not hasattr(step, "result"):  # not begun: no exchange, no inbound folder
            raise UserError(f"{error}; set c.Exchange.root in {course.root / 'nbgrader_config.py'}") from error
    result = getattr(step, "result", None)
    if not isinstance(result, Collected):
        raise UserError("this course collects with a plugin of its own: use `nbgrader collect`")
    if as_json:
        print(json.dumps(asdict(result), indent=1, ensure_ascii=False))
    else:
        counts = f"{len(result.new)} new, {len(result.updated)} handed in again, {len(result.kept)} as before"
        console.print(f"{counts}, {len(result.refused)} refused")
    for sentence in (*result.times, *result.refused):
        Console(stderr=True, soft_wrap=True, highlight=False).print(sentence, markup=False)
    if result.refused:
        raise UserError("what was refused lies in the exchange still; all others were collected")


COMMANDS = [collect]
