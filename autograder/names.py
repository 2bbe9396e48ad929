"""Which names of students are fit for a folder, a terminal, a page and a table."""

from collections.abc import Collection

MAX_BYTES = 200  # of a file name that a file system takes, with room for an ending
SHOWN = 10  # names in one sentence


def unfit(name: str) -> str:
    """Why a name cannot be a student's; "" when it can."""
    if not name or name.startswith("."):
        return "a name may not be empty or begin with a dot"
    if "/" in name or "\\" in name:
        return "a name may not hold / or \\"
    if not name.isprintable():  # control characters, lone surrogates, marks that reverse the direction of writing
        return "a name may not hold characters that cannot be seen"
    if len(name.encode()) > MAX_BYTES:
        return f"a name may have at most {MAX_BYTES} bytes"
    return ""


def some(names: Collection[str]) -> str:
    """Names for a sentence, in order: `ann, bob and 3 more`."""
    shown = sorted(names)
    more = len(shown) - SHOWN
    return ", ".join(shown[:SHOWN]) + (f" and {more} more" if more > 0 else "")
