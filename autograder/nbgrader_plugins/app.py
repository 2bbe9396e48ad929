"""nbgrader in this process, with all settings that its commands would read: seconds faster than its command line."""

import logging
import sys
from typing import Any

from nbgrader.apps import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader

from autograder.course import Course
from autograder.errors import InfrastructureError


class _CourseApp(NbGrader):  # type: ignore[misc]
    """Reads the machine's, the user's and the course's settings, not those of the folder one happens to be in."""

    load_cwd_config = False


def course_app(course: Course) -> Any:
    """A started nbgrader application for one course: coursedir, authenticator and exchange are set."""
    path = list(sys.path)
    app = _CourseApp(log_level=logging.ERROR)
    app.initialize([], root=str(course.root.absolute()))
    app.start()
    sys.path[:] = path  # initialize puts the current folder first
    for handler in app.log.handlers:
        handler.setLevel(logging.CRITICAL + 1)  # what goes wrong is in the results of API calls, not on the terminal
    return app


def course_api(course: Course) -> Any:
    """nbgrader's own API object for one course."""
    app = course_app(course)
    return NbGraderAPI(app.coursedir, app.authenticator, app.exchange, parent=app, log_level=logging.ERROR)


def must(result: Any, step: str) -> None:
    """Turn what an API call returned into an exception when it failed; our own errors keep their words."""
    if result["success"]:
        return
    text = result.get("log", "") + "\n" + result.get("error", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ours = [line.partition(": ")[2] for line in lines if line.startswith("autograder.errors.")]
    raise InfrastructureError(f"nbgrader {step} failed: {(ours or lines or ['no reason given'])[-1]}")
