"""A deadline for the kit's own wrong answers, which run in the judge's process: a loop in one of them ends there."""

import signal
import threading
from types import FrameType, TracebackType

AGAIN = 0.5  # seconds: what catches the first interruption, or calls the next function, is interrupted again


class OutOfPatience(BaseException):
    """The time was up; no `except Exception` in an answer is meant for it."""


class Patience:
    """Interrupts what runs inside after so many seconds; `lost` says whether it did. Without effect in threads."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.lost = False
        self._armed = False

    def __enter__(self) -> "Patience":
        if threading.current_thread() is threading.main_thread():  # Python hands signals to no other
            self._before = signal.signal(signal.SIGALRM, self._up)
            self._armed = True
            signal.setitimer(signal.ITIMER_REAL, self.seconds, AGAIN)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._armed:
            self._armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
        return isinstance(error, OutOfPatience)

    def _up(self, number: int, frame: FrameType | None) -> None:
        if self._armed:
            self.lost = True
            raise OutOfPatience
