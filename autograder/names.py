"""Which names of students are fit for a folder, a terminal, a page and a table."""

MAX_BYTES = 200  # of a file name that a file system takes, with room for an ending


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
