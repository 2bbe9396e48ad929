"""Jupyter's magics and shell lines made harmless Python, every line in its place.

Nothing is executed: a text is only compiled, to tell a magic from an operator that begins a line.
"""

import re
import warnings

# A cell whose whole text is Python but for its first line.
PYTHON_CELL_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
SILENT = re.compile(r"\s*%(matplotlib|load_ext|reload_ext|autoreload|config|precision|time|timeit|pylab)\b")
MAGIC_LINE = re.compile(r"(?P<indent>\s*)(?P<text>[%!?].*|[\w.]+\?{1,2}\s*)$")
ASSIGNED = re.compile(r"(?P<indent>\s*)(?P<target>[\w.]+(\s*,\s*[\w.]+)*)\s*=\s*(?P<text>[!%].*)$")
TIMED = re.compile(r"(?P<indent>\s*)%time\s+(?P<statement>[^\s-].*)$")
SUSPECT = re.compile(r"^[ \t]*([%!?]|[\w., \t]+=[ \t]*[%!]|[\w.]+\?)", re.MULTILINE)
MAX_STEPS = 8
MAX_COMPILED = 50_000  # characters


def neutralise(source: str) -> tuple[str, str | None]:
    """The source, no magics and as many lines; and what was left out: `%%bash` the whole cell, `!` lines, or None."""
    if not SUSPECT.search(source):
        return source, None
    lines = source.split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    if lines[first].lstrip().startswith("%%"):
        name = lines[first].split()[0]
        if name not in PYTHON_CELL_MAGICS:
            return "\n".join("# " + line for line in lines), name if re.fullmatch(r"%%\w{1,20}", name) else "%%"
        lines[first] = "# " + lines[first].lstrip()
    loud: list[str] = []
    fixed = _line_by_line(lines, loud)
    return "\n".join(fixed), "!" if loud else None


def _line_by_line(lines: list[str], loud: list[str]) -> list[str]:
    """Replace the line that the compiler complains of while it is a magic; all that look like one after MAX_STEPS."""
    fixed = list(lines)
    for _ in range(MAX_STEPS if sum(map(len, lines)) <= MAX_COMPILED else 0):
        number = _complaint("\n".join(fixed))
        if number is None or not 0 <= number < len(fixed) or not _replace(fixed, number, loud):
            return fixed
    for number in range(len(fixed)):
        _replace(fixed, number, loud)
    return fixed


def _complaint(text: str) -> int | None:
    """The 0-based line of the first syntax error; None where there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<cell>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return (error.lineno or 0) - 1
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _replace(lines: list[str], number: int, loud: list[str]) -> bool:
    """Make one magic line a statement that does nothing (`%time f()` becomes `f()`); False when it is none."""
    line = lines[number]
    if timed := TIMED.match(line):
        lines[number] = timed["indent"] + timed["statement"]
    elif assigned := ASSIGNED.match(line):
        lines[number] = f"{assigned['indent']}{assigned['target']} = None  # {assigned['text']}"
        loud.append(line)
    elif magic := MAGIC_LINE.match(line):
        lines[number] = f"{magic['indent']}pass  # {magic['text']}"
        if magic["text"][0] == "!" or (magic["text"][0] == "%" and not SILENT.match(line)):
            loud.append(line)
    else:
        return False
    while line.endswith("\\") and number + 1 < len(lines):  # a shell command that goes on
        number += 1
        line = lines[number]
        lines[number] = "# " + line
    return True
