"""The command line: `gradlab COMMAND`. Exit codes: 0 done, 2 the caller's mistake, 3 our own failure."""

import sys

import typer
from rich.console import Console

from autograder import __version__
from autograder.cli import (
    authoring,
    collecting,
    explain,
    exporting,
    grading,
    hub,
    regrading,
    reporting,
    setup,
    verify,
    watching,
)
from autograder.errors import GradlabError

STOPPED = 130  # the exit code that typer makes of a KeyboardInterrupt

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Release, judge and report labs in which students write convolutional networks by hand in NumPy.",
)
for module in (
    setup, authoring, collecting, grading, regrading, watching, reporting, explain, exporting, hub, verify,
):  # fmt: skip
    for command in module.COMMANDS:
        app.command(command.__name__.strip("_").replace("_", "-"))(command)  # import_ is called import


@app.callback()
def options(debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error.")) -> None:
    """Options before the command."""


def main() -> None:
    """Run a command; an error is one line on standard error, and an exit code."""
    # nbformat's validator builds a grammar of web addresses when it is imported, for a check that no notebook
    # asks for: half of what importing nbgrader takes. It does without where the package is not there.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    if arguments == ["--version"]:
        print(f"gradlab {__version__}")
        return
    stderr = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        app(args=arguments, prog_name="gradlab")
    except GradlabError as error:
        if debug:
            raise
        stderr.print(f"gradlab: {error}", markup=False)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == STOPPED:
            stderr.print("gradlab: stopped; what was done is kept, run the command again to go on")
        raise
    except OSError as error:  # a full disk, a file that may not be read
        if debug:
            raise
        place = f"{str(error.filename)!r}: " if error.filename else ""
        stderr.print(f"gradlab: {place}{error.strerror or error}; put that right and run it again", markup=False)
        sys.exit(3)
    except Exception as error:
        if debug:
            raise
        stderr.print(f"gradlab: internal error ({type(error).__name__}: {error}); --debug shows where", markup=False)
        sys.exit(3)
