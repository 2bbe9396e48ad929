"""What ails a gradebook, in words that say what to do: by SQLSTATE where the database gives one, else by its words."""

import sqlite3

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

IN_USE = "is in use by another program; close that (formgrader, nbgrader, a database browser)"
FULL = "cannot grow, the disk is full; make room"
DAMAGED = "is damaged; put back a copy from your backup"
AWAY = "is on a server that does not answer; start it, or correct the address in c.CourseDirectory.db_url"
REFUSED = "does not let you in; correct name and password in c.CourseDirectory.db_url or ~/.pgpass, or let the role in"

# https://www.postgresql.org/docs/current/errcodes-appendix.html; the first that fits, by how the code begins.
SQLSTATES = (
    ("08", AWAY),
    ("57P", AWAY),  # shut down, crashed, starting
    ("28", REFUSED),
    ("3D000", "is not there; make the database with createdb"),
    ("42501", "may not be written; grant your role all rights on its schema and tables, as their owner has them"),
    ("25006", "may not be written: it is a standby or set to be read only; name the server that takes writes"),
    ("55P03", IN_USE),
    ("40", IN_USE),  # deadlock, serialisation
    ("23505", "was changed by another program at the same moment"),
    ("53100", FULL),
    ("53300", "has too many connections open; close some, or allow more"),
    ("XX001", DAMAGED),
    ("XX002", DAMAGED),
)
SQLITE = (
    ("locked", IN_USE),
    ("readonly", "may not be written; make the file and its folder writable for you"),
    ("full", FULL),
    ("not a database", DAMAGED),
    ("malformed", DAMAGED),
    ("unable to open", "cannot be opened; make the file and its folder accessible for you"),
)
# What PostgreSQL's client says while there is no connection: a code is not among it.
CLIENT = (
    ("authentication failed", REFUSED),
    ("no password supplied", REFUSED),
    ("no pg_hba.conf entry", REFUSED),
    ('role "', REFUSED),
    ('database "', "is not there; make the database with createdb"),
    ("connection failed", AWAY),
    ("connection to server", AWAY),
    ("connection timeout", AWAY),
    ("connection is closed", AWAY),
    ("connection is lost", AWAY),
    ("server closed", AWAY),
    ("terminating connection", AWAY),
    ("could not translate host name", AWAY),
    ("failed to resolve host", AWAY),
)


def remedy(error: DBAPIError) -> str:
    """What is wrong and what to do about it, to follow the gradebook's name; one line, whatever the database said."""
    state = str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or "")
    said = " ".join(str(error.orig or error).split())
    if known := next((words for sign, words in SQLSTATES if state.startswith(sign)), ""):
        return known
    signs = SQLITE if isinstance(error.orig, sqlite3.Error) else CLIENT
    heard = next((words for sign, words in signs if sign in said), "did not answer")
    # Servers speak many languages: what they say is told where it was not understood for certain.
    return f"{heard} ({said[:300]})" if heard in (AWAY, "did not answer") else heard


def database_error(error: BaseException) -> DBAPIError | None:
    """The database's own error behind `error`: nbgrader calls some of them a missing entry."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, DBAPIError):
        seen = seen.__cause__ or seen.__context__
    return seen


def shown(url: str) -> str:
    """A gradebook's address as it may be printed: a file by its path, a server without its password."""
    try:
        return url.removeprefix("sqlite:///") if url.startswith("sqlite") else make_url(url).render_as_string()
    except (ArgumentError, ValueError):
        return "in c.CourseDirectory.db_url"
