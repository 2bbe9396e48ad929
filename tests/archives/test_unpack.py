"""A zip file that anybody may have made: unpacked as it is, or refused with one line and without a trace."""

import io
import os
import resource
import stat
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder import archives
from autograder.archives import Caps, unpack
from autograder.errors import InfrastructureError, UserError

SMALL = Caps(files=20, file_bytes=3_000_000, total_bytes=5_000_000, list_bytes=100_000)


def packed(*entries: tuple[str, bytes], mode: int = stat.S_IFREG | 0o644, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = method
            archive.writestr(info, data)
    return stream.getvalue()


def renamed(raw: bytes, old: bytes, new: bytes) -> bytes:
    """Another name of the same length, in both places, as zipfile would not write it."""
    assert len(old) == len(new)
    assert raw.count(old) == 2
    return raw.replace(old, new)


def lying_about_size(raw: bytes, size: int) -> bytes:
    """The one file is said to have `size` bytes, in its header and in the list of names."""
    changed = bytearray(raw)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.index(mark) + offset
        changed[place : place + 4] = struct.pack("<I", size)
    return bytes(changed)


def with_flag(raw: bytes, flag: int) -> bytes:
    changed = bytearray(raw)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.index(mark) + offset
        changed[place] |= flag
    return bytes(changed)


ONE = packed(("a.ipynb", b"{}" * 500))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "up": (packed(("../a", b"x")), "'../a' is not a path below"),
    "up in the middle": (packed(("a/../../b", b"x")), "is not a path below"),
    "up at the end": (packed(("a/..", b"x")), "is not a path below"),
    "up the Windows way": (packed(("..\\a", b"x")), "is not a path below"),
    "absolute": (packed(("/etc/x", b"x")), "'/etc/x' is not a path below"),
    "twice absolute": (packed(("//etc/x", b"x")), "is not a path below"),
    "a drive": (packed(("C:/x", b"x")), "is not a path below"),
    "a drive, relative": (packed(("C:x", b"x")), "is not a path below"),
    "an empty part": (packed(("a//b", b"x")), "is not a path below"),
    "a dot": (packed(("./a", b"x")), "is not a path below"),
    "only a slash": (packed(("/", b"")), "is not a path below"),
    "a NUL in a name": (renamed(packed(("aXb.ipynb", b"x")), b"aXb.ipynb", b"a\0b.ipynb"), "a\\x00b.ipynb' is no name"),
    "an escape in a name": (packed(("a\x1b[31m", b"x")), "is no name for a file"),
    "a line feed in a name": (packed(("a\nb", b"x")), "is no name for a file"),
    "right to left": (packed(("a\u202ebpynb.exe", b"x")), "is no name for a file"),
    "a long name": (packed(("x" * 300, b"x")), "is no name for a file"),
    "deep": (packed(("/".join("d" * 30), b"x")), "nested more than 20 deep"),
    "a link": (packed(("a", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777), "'a' is a link or a special file"),
    "a link, then through it": (
        packed(("a", b"/tmp"), ("a/b", b"x"), mode=stat.S_IFLNK | 0o777),
        "'a' is a link or a special file",
    ),
    "a pipe": (packed(("a", b""), mode=stat.S_IFIFO | 0o644), "is a link or a special file"),
    "a device": (packed(("a", b""), mode=stat.S_IFCHR | 0o644), "is a link or a special file"),
    "the same name": (renamed(packed(("a1", b"x"), ("a2", b"y")), b"a2", b"a1"), "same name"),
    "another case": (packed(("Bob/a", b"x"), ("bob/A", b"y")), "'bob/A' is the same name as 'Bob'"),
    "another form": (packed(("zoe\u0308", b"x"), ("zo\u00eb", b"y")), "is the same name as"),
    "a ligature": (packed(("of\ufb01ce", b"x"), ("office", b"y")), "is the same name as"),
    "sharp s": (packed(("STRASSE", b"x"), ("stra\u00dfe", b"y")), "is the same name as"),
    "a file that is a folder": (packed(("a", b"x"), ("a/b", b"y")), "is the same name as"),
    "a folder that is a file": (packed(("a/b", b"x"), ("a", b"y")), "is the same name as"),
    "a bomb": (packed(("a", bytes(2_900_000))), "is packed more than 200 to 1"),
    "a file too large": (packed(("a", os.urandom(3_000_001))), "has 3,000,001 bytes, at most 3,000,000"),
    "too much in all": (
        packed(("a", os.urandom(2_900_000)), ("b", os.urandom(2_900_000))),
        "more than 5,000,000 bytes",
    ),
    "too many": (packed(*((str(number), b"") for number in range(21))), "holds 21 files, at most 20"),
    "a long list of names": (packed(*(("x" * 150 + str(n), b"") for n in range(6000))), "list of names is larger than"),
    "longer than it says": (lying_about_size(ONE, 10), "no whole zip file"),
    "shorter than it says": (lying_about_size(ONE, 900_000), "shorter than the archive says"),
    "encrypted": (with_flag(ONE, 1), "is encrypted"),
    "strongly encrypted": (with_flag(ONE, 0x40), "is encrypted"),
    "another method": (packed(("a", b"x" * 99), method=zipfile.ZIP_LZMA), "packed in a way that is not read"),
    "half": (ONE[: len(ONE) // 2], "no whole zip file"),
    "without its beginning": (ONE[30:], "no whole zip file"),
    "a byte changed": (ONE.replace(ONE[42:46], b"\xff\xff\xff\xff", 1), "no whole zip file"),
    "empty": (b"", "no whole zip file"),
    "something else": (b"<html>Please log in</html>" * 100, "no whole zip file"),
    "two names for one file": (ONE.replace(b"a.ipynb", b"b.ipynb", 1), "no whole zip file"),
}


@pytest.fixture(autouse=True)
def _small_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "CHUNK", 1 << 16)


@pytest.mark.parametrize("case", HOSTILE)
def test_what_has_no_place_in_an_archive_is_refused_in_one_line_and_leaves_no_trace(tmp_path: Path, case: str) -> None:
    raw, said = HOSTILE[case]
    (tmp_path / "in.zip").write_bytes(raw)
    (tmp_path / "place").mkdir()
    with pytest.raises(UserError) as caught:
        unpack(tmp_path / "in.zip", tmp_path / "place" / "out", SMALL)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in.zip", "place"]


def test_there_are_enough_of_them() -> None:
    print(f"{len(HOSTILE)} hostile archives")
    assert len(HOSTILE) >= 40


def test_an_ordinary_archive_is_unpacked_with_our_permissions(tmp_path: Path) -> None:
    entries = (("ann smith_1234/lab.ipynb", b"{}"), ("zoë/", b""), ("zoë/lab (1).ipynb", b"{ }"), ("top.txt", b""))
    (tmp_path / "in.zip").write_bytes(packed(*entries, mode=0o100777))
    names = unpack(tmp_path / "in.zip", tmp_path / "out")
    assert [str(name) for name in names] == ["ann smith_1234/lab.ipynb", "top.txt", "zoë/lab (1).ipynb"]
    assert (tmp_path / "out" / "zoë" / "lab (1).ipynb").read_bytes() == b"{ }"
    assert not any((tmp_path / "out" / name).stat().st_mode & 0o111 for name in names)


def test_archives_of_other_programs_are_read(tmp_path: Path) -> None:
    """Without Unix modes, with folders left out, with a comment, after some leading bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b/c.ipynb", b"{}")
        archive.comment = b"x" * 60_000
    (tmp_path / "in.zip").write_bytes(b"leading" + stream.getvalue())
    assert [str(name) for name in unpack(tmp_path / "in.zip", tmp_path / "out")] == ["a/b/c.ipynb"]


def test_what_is_there_already_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "in.zip").write_bytes(ONE)
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="exists already"):
        unpack(tmp_path / "in.zip", tmp_path / "out")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(UserError, match="exists already"):
        unpack(tmp_path / "in.zip", tmp_path / "link")


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    for name in ("pipe.zip", "missing.zip", "."):
        with pytest.raises(UserError, match=r"not an ordinary file|cannot be read"):
            unpack(tmp_path / name, tmp_path / "out")


def test_a_full_disk_is_our_failure_and_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.zip").write_bytes(packed(("a", b"x"), ("b", b"y")))

    def full(source: object, info: zipfile.ZipInfo, path: Path, caps: Caps) -> None:
        path.write_bytes(b"half")
        if info.filename == "b":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(archives, "_write", full)
    with pytest.raises(InfrastructureError, match="No space left on device"):
        unpack(tmp_path / "in.zip", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["in.zip"]


def test_a_bomb_of_overlapping_files_and_one_of_a_million_names_take_little_memory(tmp_path: Path) -> None:
    """Measured in a process of its own: 40 MB of list would be 500 MB in memory."""
    with zipfile.ZipFile(tmp_path / "names.zip", "w") as archive:
        archive.writestr("a", b"")
    raw = (tmp_path / "names.zip").read_bytes()
    entry = raw[raw.index(b"PK\x01\x02") : raw.index(b"PK\x05\x06")]
    count = 900_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, raw.index(b"PK\x01\x02"), 0)
    (tmp_path / "names.zip").write_bytes(raw[: raw.index(b"PK\x01\x02")] + entry * count + end)
    program = (
        "import sys\nfrom pathlib import Path\nfrom autograder.archives import unpack\n"
        "try: unpack(Path(sys.argv[1]), Path(sys.argv[2]))\nexcept Exception as error: print(error)\n"
        # Not ru_maxrss: it counts what the process that it was forked from held.
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "names.zip"), str(tmp_path / "out")]
    out = subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=_limited).stdout.splitlines()
    assert "list of names is larger than 8,000,000 bytes" in out[0]
    assert int(out[1]) < 150_000, "kibibytes"


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
