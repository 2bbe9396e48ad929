"""A CSV file from another program: the delimiter is found out, and every row must have as many cells as the header."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError

DELIMITERS = ",;\t"
MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class Table:
    """Header, rows, and the line in the file at which each row ends."""

    header: list[str]
    rows: list[list[str]]
    lines: list[int]


def read_table(path: Path) -> Table:
    """Read a CSV file with a header; UserError names the file and the line."""
    text, where = _text(path), repr(str(path))
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    if delimiter not in first:
        raise UserError(f"{where} has one column only: its cells must be separated by commas, semicolons or tabs")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    rows, lines = [], []
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = [cell.strip() for cell in row]
            elif len(row) != len(header):
                raise UserError(
                    f"{where}, line {reader.line_num}: {len(row)} cells, the header has {len(header)}; "
                    "a cell that holds the separator must stand in quotes"
                )
            else:
                rows.append([cell.strip() for cell in row])
                lines.append(reader.line_num)
    except csv.Error as error:
        raise UserError(f"{where}, line {reader.line_num}: this is no whole CSV file ({error})") from None
    if not rows:
        raise UserError(f"{where} has no rows below its header")
    return Table(header, rows, lines)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{str(path)!r} has more than {MAX_BYTES:,} bytes; no roster has")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError(f"there is no file {str(path)!r}") from None
    except UnicodeDecodeError:
        raise UserError(f"{str(path)!r} is not UTF-8 text; save it as CSV UTF-8") from None
    except OSError as error:
        raise UserError(f"{str(path)!r} cannot be read ({error.strerror})") from None
