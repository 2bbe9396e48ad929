"""What can go wrong, by whose doing, and the exit code that says so.

- GradlabError
  - UserError            the caller's mistake: one clear line, exit code 2
  - InfrastructureError  ours: retried, then listed; never a zero for the student, exit code 3
    - SandboxUnavailable   no wall, so nothing is graded
"""


class GradlabError(Exception):
    """Anything that ends a command with one line instead of a traceback."""

    exit_code = 3


class UserError(GradlabError):
    """Bad input: the message says what, where, and what to do."""

    exit_code = 2


class InfrastructureError(GradlabError):
    """The kit or the machine failed; the submission stays ungraded."""

    exit_code = 3


class SandboxUnavailable(InfrastructureError):
    """No sandbox can be started on this machine."""
