"""The same examination as another user: root may write everything, the account that grades may not."""

import os
import subprocess
import sys

from autograder.errors import InfrastructureError, UserError

OTHERS = ("XDG_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "TMPDIR")  # root's own


def examine_as(name: str) -> int:
    """Run `gradlab doctor` as `name`, in the current folder; the exit code. UserError for whom it cannot be run as."""
    import pwd

    try:
        user = pwd.getpwnam(name)
    except KeyError:
        raise UserError(f"no account of this machine is called {name!r}") from None
    if os.geteuid() not in (0, user.pw_uid):
        raise UserError(f"only root can examine as {name!r}: work as that user, and leave --as out")
    kept = {key: value for key, value in os.environ.items() if key not in OTHERS}
    environment = {**kept, "HOME": user.pw_dir, "USER": name, "LOGNAME": name}
    command = [sys.executable, "-P", "-c", "from autograder.cli import main; main()", "doctor"]
    identity: dict[str, object] = {}
    if os.geteuid() == 0:
        groups = os.getgrouplist(name, user.pw_gid)
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": groups}
    try:
        probe = [*command[:3], "import autograder.cli"]
        tried = subprocess.run(probe, env=environment, capture_output=True, text=True, **identity)  # type: ignore[call-overload]
        said = tried.stderr.strip().rpartition("\n")[2] if tried.returncode else ""
    except PermissionError as error:
        said = f"{error.strerror}: {sys.executable}"
    except OSError as error:
        raise InfrastructureError(f"nothing can be run as {name!r}: {error}") from error
    if said:
        raise UserError(
            f"{name!r} cannot use this installation ({said}): it lies where only others may read, so install it where "
            "all may, for example in /opt"
        )
    return int(subprocess.run(command, env=environment, **identity).returncode)  # type: ignore[call-overload]
