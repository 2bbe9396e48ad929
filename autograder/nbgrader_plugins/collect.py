"""`nbgrader collect` that no single student can stop or misuse.

nbgrader copies whatever lies in the inbound folder, following links with the instructor's rights, and gives up the
whole class over one folder whose name it cannot read. Here such a folder is left where it is, and named in the log.
"""

import os
import re
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

NOBODY = ""
UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]|^\.")  # not fit for a folder's name: control characters, separators, hidden
MAX_FILES = 1_000


class Collect(ExchangeCollect):  # type: ignore[misc]
    """Collects ordinary files of readable submissions; refuses links, pipes and the like."""

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            record: dict[str, Any] = super()._path_to_record(path)
            if UNFIT.search(record["username"]):
                raise ValueError(f"{record['username']!r} is no name for a student's folder")
        except Exception as error:  # whatever a forged name makes of nbgrader's parsing
            self.log.error("Not collected: %r (%s)", path, error)
            return {"username": NOBODY, "filename": "", "timestamp": datetime.min}
        return record

    def init_src(self) -> None:
        """Find the newest readable submission of each student."""
        super().init_src()
        self.src_records: list[dict[str, Any]] = [r for r in self.src_records if r["username"] != NOBODY]

    def copy_files(self) -> None:
        """Collect one student at a time, so that one failure is one failure."""
        records = self.src_records
        for record in records:
            reason = unsafe(Path(self.inbound_path, record["filename"]))
            if reason:
                self.log.error("Not collected: submission of %r, %s", record["username"], reason)
                continue
            self.src_records = [record]
            try:
                super().copy_files()
            except Exception as error:  # an unreadable file, a folder over the size limit
                self.log.error("Not collected: submission of %r (%s)", record["username"], error)
        self.src_records = records


def unsafe(folder: Path) -> str:
    """Why a submitted folder must not be copied: it, or something in it, is not an ordinary file or folder."""
    if folder.is_symlink():
        return "the folder is a link"
    count = 0
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            mode = path.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                return f"{str(path.relative_to(folder))!r} is a link or a special file"
            count += 1
        if count > MAX_FILES:
            return f"it holds more than {MAX_FILES:,} files"
    return ""
