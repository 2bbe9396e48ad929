"""The end of a submission's process, as the judge sees it."""


class BoxLost(Exception):
    """The submission's process is gone or may not be trusted any more: `crashed` or `timeout`, the student's."""

    def __init__(self, outcome: str, reason: str) -> None:
        self.outcome, self.reason = outcome, reason
        super().__init__(reason)
