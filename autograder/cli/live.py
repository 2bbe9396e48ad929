"""What a person sees while a class is graded: done, failed, waiting, the rate, and the time left."""

import time
from gettext import gettext as _
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from autograder.grading import Standing


class LiveGrading:
    """A line on the terminal, kept up to date; nothing where standard error is no terminal."""

    def __init__(self, lab: str, console: Console | None = None) -> None:
        console = console or Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[said]}"))
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task(_("{}: judges are getting ready").format(lab), total=None, said="")
        self._lab = lab
        self._clock = Clock()

    def __enter__(self) -> "LiveGrading":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, standing: Standing) -> None:
        """Show how far it is."""
        if standing.written is None:
            done, total, doing = standing.total - standing.waiting, standing.total, _("judging {}")
        else:
            done, total, doing = standing.written, standing.to_write, _("writing the gradebook of {}")
        rate = self._clock.rate(standing.judged) if standing.waiting else 0.0
        said = sentence(standing, rate)
        self._bar.update(self._task, description=doing.format(self._lab), completed=done, total=total, said=said)


class Clock:
    """How many submissions are judged in a second, since the first came back: judges need a moment to get ready."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None

    def rate(self, judged: int) -> float:
        """Submissions a second; 0 while nothing can be said."""
        if self._first is None:
            if judged:
                self._first = time.monotonic(), judged
            return 0.0
        since, before = self._first
        seconds = time.monotonic() - since
        return (judged - before) / seconds if seconds > 0 else 0.0


def sentence(standing: Standing, rate: float) -> str:
    """`34 done, 1 failed, 25 waiting, 12.3 a second, 0:02 left`."""
    done = standing.judged + standing.as_before
    parts = [_("{} done").format(done), _("{} failed").format(standing.ungraded)]
    parts.append(_("{} waiting").format(standing.waiting))
    if rate:
        minutes, seconds = divmod(round(standing.waiting / rate), 60)
        parts += [_("{:.1f} a second").format(rate), _("{}:{:02} left").format(minutes, seconds)]
    return ", ".join(parts)
