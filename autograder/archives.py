"""A zip file nobody vouches for, unpacked: plain files below one folder, of bounded number and size, or nothing at all.

Everything is checked before the first byte is written, and what is written is counted, because an archive may lie about
its sizes. Files get our permissions, never the archive's. Archives inside are files like any other.
"""

import errno
import io
import os
import secrets
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import InfrastructureError, UserError
from autograder.storing import PARTIAL

CHUNK = 1 << 20
WORDS_OF_A_ZIP = 1 << 16  # a zip's own comment: the most that is read at once but for the list of names
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Caps:
    """How much an archive may hold; a class of 1,000 fits."""

    files: int = 10_000
    file_bytes: int = 200_000_000
    total_bytes: int = 2_000_000_000
    ratio: int = 200  # of a file to what it is packed into; text reaches 10, plots in notebooks 3
    free_bytes: int = 1_000_000  # below this the ratio does not matter
    depth: int = 20
    list_bytes: int = 8_000_000  # the archive's list of names, which is held in memory


class _Careful(io.FileIO):
    """A file of which nobody reads more than `cap` bytes at once, whatever the archive says of its list of names."""

    cap = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any file, with the cap."""
        left = os.fstat(self.fileno()).st_size - self.tell()
        if min(left, left if size is None or size < 0 else size) > self.cap:
            raise UserError(f"its list of names is larger than {self.cap:,} bytes")
        return super().read(size) or b""


def unpack(archive: Path, target: Path, caps: Caps | None = None) -> list[PurePosixPath]:
    """Unpack into the new folder `target`; the names of the files. UserError says why not, and leaves no trace."""
    caps, name = caps or Caps(), repr(str(archive))
    if target.exists() or target.is_symlink():
        raise UserError(f"{str(target)!r} exists already; nothing was unpacked")
    partial = target.with_name(f"{PARTIAL}{secrets.token_hex(4)}")
    try:
        with _open(archive) as file:
            file.cap = max(caps.list_bytes, CHUNK, WORDS_OF_A_ZIP)
            with zipfile.ZipFile(file) as source:
                entries = _checked(source, caps)
                partial.mkdir(parents=True, mode=0o755)
                for path, info in entries.items():
                    _write(source, info, partial / path, caps)
                os.rename(partial, target)
        return sorted(entries)
    except UserError as error:
        raise UserError(f"{name} was not unpacked: {error}") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise UserError(f"{name} was not unpacked: it is no whole zip file ({error}); ask for it again") from None
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place before the beginning of the file
            raise UserError(f"{name} was not unpacked: it is no whole zip file; ask for it again") from None
        raise InfrastructureError(f"{name} was not unpacked: {error.strerror or error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _open(archive: Path) -> _Careful:
    """An ordinary file; never waits for a pipe."""
    try:
        file = _Careful(archive, opener=lambda path, flags: os.open(path, flags | os.O_NONBLOCK))
    except OSError as error:
        raise UserError(f"it cannot be read ({error.strerror})") from None
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UserError("it is not an ordinary file")
    return file


def _checked(source: zipfile.ZipFile, caps: Caps) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The files by path; UserError for an archive that holds anything that has no place in one."""
    infos = source.infolist()
    if len(infos) > caps.files:
        raise UserError(f"it holds {len(infos):,} files, at most {caps.files:,} are taken")
    files: dict[PurePosixPath, zipfile.ZipInfo] = {}
    taken: dict[str, str] = {}  # how a file system that is careless of case and form would call it: what it is
    total = 0
    for info in infos:
        shown = repr(info.orig_filename)
        path = _path(info, caps)
        for refused, why in CHECKS:
            if refused(info, caps):
                raise UserError(f"{shown} {why(info, caps)}")
        total += info.file_size
        if total > caps.total_bytes:
            raise UserError(f"its files have more than {caps.total_bytes:,} bytes in all")
        for place in (*reversed(path.parents[:-1]), path):
            kind = "a folder" if place != path or info.is_dir() else "a file"
            known = taken.setdefault(_careless(place), f"{kind} {place}")
            if known != f"{kind} {place}" or (place == path and path in files):
                raise UserError(f"{shown} is the same name as {known.split(' ', 2)[2]!r} on many systems")
        if not info.is_dir():
            files[path] = info
    return files


def _path(info: zipfile.ZipInfo, caps: Caps) -> PurePosixPath:
    """Where an entry goes, below the target; UserError for a name that leads elsewhere or that no system likes."""
    name = info.orig_filename
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or "\\" in name or ":" in parts[0]:
        raise UserError(f"{name!r} is not a path below the archive")
    if any(part in ("", ".", "..") for part in parts):
        raise UserError(f"{name!r} is not a path below the archive")
    if not name.isprintable() or any(len(part.encode()) > 200 for part in parts):
        raise UserError(f"{name!r} is no name for a file: it has characters that cannot be seen, or too many")
    if len(parts) > caps.depth:
        raise UserError(f"{name[:80]!r} is nested more than {caps.depth} deep")
    return PurePosixPath(*parts)


def _kind(info: zipfile.ZipInfo) -> int:
    return stat.S_IFMT(info.external_attr >> 16)


def _is_bomb(info: zipfile.ZipInfo, caps: Caps) -> bool:
    return info.file_size > max(caps.free_bytes, caps.ratio * info.compress_size)


Check = tuple[Callable[[zipfile.ZipInfo, Caps], bool], Callable[[zipfile.ZipInfo, Caps], str]]
CHECKS: tuple[Check, ...] = (
    (lambda info, caps: bool(info.flag_bits & 0x41), lambda info, caps: "is encrypted; ask for it without a password"),
    (
        lambda info, caps: _kind(info) not in (0, stat.S_IFREG, stat.S_IFDIR),
        lambda info, caps: "is a link or a special file",
    ),
    (
        lambda info, caps: info.compress_type not in METHODS,
        lambda info, caps: "is packed in a way that is not read; pack it as an ordinary zip file",
    ),
    (
        lambda info, caps: info.file_size > caps.file_bytes,
        lambda info, caps: f"has {info.file_size:,} bytes, at most {caps.file_bytes:,} are taken",
    ),
    (_is_bomb, lambda info, caps: f"is packed more than {caps.ratio} to 1, as only bombs are"),
)


def _careless(path: PurePosixPath) -> str:
    """One name for all that differ in case or in Unicode's forms only."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(path)).casefold())


def _write(source: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, caps: Caps) -> None:
    """One file, at most as long as its entry says."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    left = info.file_size
    with source.open(info) as stream, open(path, "xb") as file:
        while block := stream.read(CHUNK):
            left -= len(block)
            if left < 0:
                raise UserError(f"{info.orig_filename!r} is longer than the archive says")
            file.write(block)
    if left:
        raise UserError(f"{info.orig_filename!r} is shorter than the archive says")
