"""Commands that look at more than one submission's marks: term, similar."""

from gettext import ngettext

from rich.console import Console

from autograder.course import find_course
from autograder.labs import find_lab

console = Console(highlight=False, soft_wrap=True)


def term() -> None:
    """Write the report of all graded labs together."""
    from autograder.reporting import write_term

    for path in write_term(find_course()):
        console.print(str(path), markup=False)


def similar(lab: str) -> None:
    """Show which submissions share code that is rare in the class: a hint to look, never a verdict."""
    from autograder.reporting import write_similarity

    course = find_course()
    html, csv, pairs = write_similarity(course, find_lab(lab, course.assignments))
    alike = ngettext("{} pair is worth a look", "{} pairs are worth a look", len(pairs)).format(len(pairs))
    console.print(f"{alike}: {html}\nas a table: {csv}", markup=False)


COMMANDS = [term, similar]
