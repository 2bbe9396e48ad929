"""What of this machine decides whether a sandbox starts: kernel, container, restrictions; and what to do about each."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

CONTAINERS = ("docker", "podman", "containerd", "kubepods", "lxc", "libpod")
FILTERED = ("x86_64", "aarch64")  # for which inside/jail.py has a seccomp filter


@dataclass(frozen=True)
class Machine:
    """Read from /proc and a few files beside; `root` is where they are looked up."""

    root: Path = Path("/")
    architecture: str = platform.machine()
    user: int = os.geteuid() if hasattr(os, "geteuid") else -1

    def _text(self, path: str) -> str:
        try:
            return (self.root / path).read_text(errors="replace").strip()
        except OSError:
            return ""

    @property
    def kernel(self) -> str:
        """The kernel's version."""
        return self._text("proc/sys/kernel/osrelease") or "unknown"

    @property
    def wsl(self) -> int:
        """1 or 2 in the Windows Subsystem for Linux, else 0."""
        name = self.kernel.lower()
        return 0 if "microsoft" not in name else 2 if "wsl2" in name or "microsoft-standard" in name else 1

    @property
    def container(self) -> str:
        """What kind of container this is; "" outside of one."""
        for path, kind in ((".dockerenv", "Docker"), ("run/.containerenv", "Podman")):
            if (self.root / path).exists():
                return kind
        if kind := self._text("run/systemd/container"):
            return kind
        groups = self._text("proc/1/cgroup")
        return next((kind for kind in CONTAINERS if kind in groups), "")

    @property
    def cgroups(self) -> int:
        """The version of control groups that is mounted; 0 without any."""
        if (self.root / "sys/fs/cgroup/cgroup.controllers").exists():
            return 2
        return 1 if (self.root / "sys/fs/cgroup/memory").exists() else 0

    @property
    def seccomp(self) -> bool:
        """True where system calls are filtered: the kernel can, and the kit knows the processor."""
        return "Seccomp:" in self._text("proc/self/status") and self.architecture in FILTERED

    def namespaces_refused(self) -> str:
        """Why an ordinary user may make no user namespaces here; "" where nothing says so."""
        if self._text("proc/sys/user/max_user_namespaces") == "0":
            return "user.max_user_namespaces is 0"
        if self._text("proc/sys/kernel/unprivileged_userns_clone") == "0" and self.user:
            return "kernel.unprivileged_userns_clone is 0"
        if self._text("proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1" and self.user:
            return "AppArmor restricts them (kernel.apparmor_restrict_unprivileged_userns is 1)"
        return ""

    def remedy(self) -> str:
        """What to do here when no sandbox starts: the likeliest cause first, one sentence each."""
        words = []
        if self.wsl == 1:
            words.append("WSL 1 has no namespaces: convert it in Windows with `wsl --set-version DISTRIBUTION 2`.")
        if self.container:
            words.append(
                f"This is a container ({self.container}): start it so that it may make namespaces, with Docker or "
                "Podman `--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
                "--security-opt systempaths=unconfined`, as root also `--cap-add SYS_ADMIN`; or grade outside of it."
            )
        refused = self.namespaces_refused()
        if "AppArmor" in refused:
            words.append(
                "Ubuntu lets only programs with an AppArmor profile make user namespaces: write the five lines that "
                "docs/security.md shows to /etc/apparmor.d/bwrap and run `sudo systemctl reload apparmor`."
            )
        elif refused:
            name = refused.split()[0]
            value = "1" if name.endswith("clone") else "10000"
            words.append(f"{refused}: `sudo sysctl -w {name}={value}`, and a line in /etc/sysctl.d to keep it.")
        if not words:
            words.append(
                "bubblewrap needs user namespaces, and nothing here says why they are refused: try "
                "`bwrap --ro-bind / / --unshare-user --unshare-pid true` and ask whoever runs the machine."
            )
        return " ".join(words)
