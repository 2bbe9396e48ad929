"""A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket there, under some account."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ADMIN = "admin"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 40
fsync = off
"""
# One role needs a password; that of the tests does not.
LOGINS = """
local all locked scram-sha-256
local all all trust
"""


def programs() -> Path | None:
    """The folder with initdb and pg_ctl: on the PATH, or where Debian and others put it; the newest."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    fit = [folder for folder in folders if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file()]
    return max(
        fit, key=lambda folder: [int(part) for part in folder.parent.name.split("-")[-1].split(".")], default=None
    )


class Server:
    """It can be stopped and started again."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self._programs = folder, programs
        self._account = _ordinary()
        if self._account is not None:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        self._run("initdb", "--pgdata", f"{folder}/data", "--username", ADMIN, "--no-sync", "--encoding", "UTF8")
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(folder=folder))
        (folder / "data" / "pg_hba.conf").write_text(LOGINS)

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", "--pgdata", f"{self.folder}/data", "--log", f"{self.folder}/log")

    def stop(self) -> None:
        """As an administrator or a power cut would: whoever is connected is thrown out."""
        self._run("pg_ctl", "stop", "--wait", "--mode", "fast", "--pgdata", f"{self.folder}/data")

    def url(self, database: str, role: str = ADMIN) -> str:
        """What a course says in c.CourseDirectory.db_url; `role` may be NAME:PASSWORD."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def sql(self, *statements: str, database: str = "postgres") -> None:
        """As the administrator, each on its own."""
        import psycopg

        with psycopg.connect(host=str(self.folder), user=ADMIN, dbname=database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        # Not to a pipe: the server would hold it open.
        with tempfile.TemporaryFile("w+") as said:
            identity = {}
            if self._account is not None:
                identity = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
            done = subprocess.run(
                [str(self._programs / program), *arguments],
                **identity,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
            said.seek(0)
            assert done.returncode == 0, said.read()


def _ordinary() -> pwd.struct_passwd | None:
    """PostgreSQL does not run as root: the account of Debian's package, or nobody."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextlib.contextmanager
def serving(programs: Path) -> Iterator[Server]:
    """A server for as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="gradlab-pg-"))  # short: a socket's path has 107 characters at most
    try:
        server = Server(folder, programs)
        server.start()
        try:
            yield server
        finally:
            with contextlib.suppress(AssertionError):  # a test may have stopped it
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
