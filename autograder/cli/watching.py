"""The command that grades as submissions arrive: watch."""

import signal
import time
from datetime import datetime
from gettext import gettext as _
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from autograder.cli.grading import cores
from autograder.course import find_course
from autograder.labs import find_lab
from autograder.storing import alone


def watch(
    lab: str,
    jobs: Annotated[int, typer.Option(min=0, help="judges at once; 0 for one a core")] = 0,
    every: Annotated[float, typer.Option(min=0.05, help="seconds between two looks")] = 0.25,
    release: Annotated[
        bool, typer.Option(help="put feedback into the exchange; else it only waits in feedback/")
    ] = True,
) -> None:
    """Grade as submissions arrive, and release each student's feedback. Ctrl-C ends it; begin again at any time."""
    course = find_course()
    find_lab(lab, course.assignments)
    signal.signal(signal.SIGTERM, _as_ctrl_c)  # from a service manager
    terminal = Console(stderr=True, highlight=False)
    with alone(course.private / f"watching-{lab}.lock", _("another watch of {}").format(lab)):
        from autograder.watching import Watch

        watch = Watch(course, lab, jobs or cores(), release=release)
        try:
            with terminal.status(_("{}: judges are getting ready").format(lab)) as status:
                watch.judges.ready()
                if not terminal.is_terminal:
                    terminal.print(_("watching {}").format(lab))
                while True:
                    watch.turn()
                    _tell(terminal, watch)
                    status.update(escape(sentence(lab, watch.counts)))
                    time.sleep(every)
        except KeyboardInterrupt:
            terminal.print(_("stopped; {}").format(sentence(lab, watch.counts)), markup=False, soft_wrap=True)
        finally:
            watch.close()


COMMANDS = [watch]


def sentence(lab: str, counts: Any) -> str:
    """`lab02_batchnorm: 41 graded, 0 waiting, 1 not graded; last ann, 1.2 s after it arrived`."""
    said = _("{}: {} graded, {} waiting, {} not graded").format(
        lab, counts.graded, counts.waiting, len(counts.troubles)
    )
    if counts.last:
        said += _("; last {}, {:.1f} s after it arrived").format(counts.last, counts.seconds)
    return said


def _tell(terminal: Console, watch: Any) -> None:
    """On a terminal troubles only, above the status line; elsewhere, such as in a service's log, every page."""
    events, watch.events = watch.events, []
    for event in events:
        if event.trouble or not terminal.is_terminal:
            terminal.print(f"{datetime.now():%H:%M:%S} {event.said}", markup=False, soft_wrap=True)


def _as_ctrl_c(number: int, frame: Any) -> None:
    raise KeyboardInterrupt
