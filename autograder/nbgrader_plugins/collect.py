"""`nbgrader collect` that no single student can stop or misuse.

nbgrader copies whatever lies in the inbound folder, following links with the instructor's rights; takes a folder for
the student's whose name it bears, handed in when its name says; and gives up the whole class over one that it cannot
read. Here each attempt is looked at by itself. The newest that is fit is taken, the others stay where they are.
"""

import fnmatch
import os
import secrets
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import check_mode, parse_utc
from traitlets import Bool, Integer

from autograder.attempts import attempts_of, keep, keep_submitted
from autograder.course import Course
from autograder.database import opened
from autograder.labs import Lab
from autograder.names import unfit
from autograder.nbgrader_plugins.arrivals import Refused, Rules, account, look, take
from autograder.nbgrader_plugins.folders import TIMESTAMP

MAX_ATTEMPTS = 50  # of one student, the latest; no student hands in more often and means it
MAX_REFUSALS = 5  # of one student that are told
NOBODY = -1  # the id of no user
TIME = "%Y-%m-%d %H:%M:%S.%f UTC"


@dataclass
class Collected:
    """What came of collecting one lab; every student and every refused folder is in one of these."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # nothing newer than what was collected before
    refused: list[str] = field(default_factory=list)  # sentences
    times: list[str] = field(default_factory=list)  # sentences: another time than the claimed one counts


@dataclass(frozen=True)
class Attempt:
    """One folder in the inbound folder."""

    student: str
    path: Path
    claimed: datetime
    when: datetime  # the time that counts
    changed: datetime
    reason: str = ""  # why it is refused


class Collect(ExchangeCollect):  # type: ignore[misc]
    """Collects ordinary files of the student's own; what is refused is named, and the command fails at the end."""

    trust_times = Bool(
        False,
        help="Take the time that a submission claims, even where its files were changed later: "
        "for an exchange that was moved or restored from a backup.",
    ).tag(config=True)
    tolerance = Integer(
        600, help="Seconds by which the claimed time may differ from the last change of the files."
    ).tag(config=True)

    only: Collection[str] | None = None  # these students, by default all

    def init_src(self) -> None:
        """Find the inbound folder and the due date."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        if not check_mode(self.inbound_path, read=True, execute=True):
            self.fail(f"You don't have read permissions for the directory: {self.inbound_path}")
        self.src_path = self.inbound_path
        self.result = Collected()
        self.course = Course(Path(self.coursedir.root))
        name = self.coursedir.assignment_id
        self.lab = Lab(name, self.course.assignments / name / f"{name}.ipynb")
        self.duedate: datetime | None = None
        if self.before_duedate:
            with opened(self.course) as gradebook:
                try:
                    self.duedate = gradebook.find_assignment(self.coursedir.assignment_id).duedate
                except MissingEntry:
                    self.log.warning("%s is not in the gradebook, so it has no due date", self.coursedir.assignment_id)

    def copy_files(self) -> None:
        """Collect one student at a time, so that one failure is one failure."""
        for student, found in sorted(self._found().items()):
            try:
                self._collect(student, found)
            except Exception as error:  # a full disk, an existing folder that may not be replaced
                self._refuse(student, f"it cannot be stored ({error})")
        for sentence in self.result.times:
            self.log.warning("%s", sentence)
        if self.result.refused:
            self.fail(f"{len(self.result.refused)} not collected, see above; all others were")

    def _found(self) -> dict[str, list[tuple[Path, datetime]]]:
        """By student, what lies in the inbound folder for this assignment, with the time that it claims."""
        found: dict[str, list[tuple[Path, datetime]]] = defaultdict(list)
        with os.scandir(self.inbound_path) as entries:
            for entry in entries:
                student, mark, rest = entry.name.rpartition(f"+{self.coursedir.assignment_id}+")
                if not mark or self.coursedir.student_id not in ("", "*", student):
                    continue
                if self.only is not None and student not in self.only:
                    continue
                try:
                    claimed = parse_utc(rest.rsplit("+", 1)[0])
                except (ValueError, OverflowError):
                    self._refuse(entry.name, "its name tells no time")
                    continue
                if reason := unfit(student):
                    self._refuse(student, reason)
                    continue
                found[student].append((Path(entry.path), claimed))
        return found

    def _collect(self, student: str, found: list[tuple[Path, datetime]]) -> None:
        """Take the newest attempt that is fit, if it is newer than what was taken before."""
        rules = self._rules(self._owner(student))
        found.sort(key=lambda item: item[0].lstat().st_ctime, reverse=True)
        mine = [item for item in found if rules.owner in (None, item[0].lstat().st_uid)]
        others = [item for item in found if item not in mine]
        attempts = [self._attempt(student, *item, rules) for item in [*mine[:MAX_ATTEMPTS], *others[:MAX_REFUSALS]]]
        attempts.sort(key=lambda attempt: attempt.when, reverse=True)
        if (due := self.duedate) is not None:
            attempts.sort(key=lambda attempt: attempt.when > due)  # stable: what is late comes last
        told = 0
        for place, attempt in enumerate(attempts):
            try:
                if attempt.reason:
                    raise Refused(attempt.reason)
                self._take(attempt, rules)
            except Refused as error:
                told += 1
                if told <= MAX_REFUSALS:
                    self._refuse(student, str(error))
            else:
                self._keep([attempt, *attempts[place + 1 :]], rules)
                return

    def _owner(self, student: str) -> int | None:
        """The user id that a student's files must have; None where accounts tell nothing."""
        if not self.check_owner:
            return None
        import pwd

        try:
            return pwd.getpwnam(student).pw_uid
        except KeyError:
            return NOBODY

    def _rules(self, owner: int | None) -> Rules:
        ignore, include = list(self.coursedir.ignore), list(self.coursedir.include)

        def leaves_out(name: str, is_folder: bool) -> bool:
            ignored = any(fnmatch.fnmatch(name, pattern) for pattern in ignore)
            return ignored or not (is_folder or any(fnmatch.fnmatch(name, pattern) for pattern in include))

        return Rules(owner, 1000 * self.coursedir.max_dir_size, 1000 * self.coursedir.max_file_size, leaves_out)

    def _attempt(self, student: str, path: Path, claimed: datetime, rules: Rules) -> Attempt:
        status, reason = path.lstat(), ""
        changed = datetime.fromtimestamp(status.st_ctime, UTC).replace(tzinfo=None)
        if rules.owner == NOBODY:
            reason = (
                f"no account of this machine is called {student!r}: where students' ids are no accounts, "
                "set c.ExchangeCollect.check_owner = False"
            )
        elif rules.owner not in (None, status.st_uid):
            reason = f"the folder belongs to {account(status.st_uid)}, not to the student"
        else:
            try:
                changed = look(path, rules)
            except Refused as error:
                reason = str(error)
        honest = self.trust_times or abs(claimed - changed) <= timedelta(seconds=self.tolerance)
        return Attempt(student, path, claimed, claimed if honest else changed, changed, reason)

    def _take(self, attempt: Attempt, rules: Rules) -> None:
        """Copy beside, then put in place: what was collected before stays until then."""
        student = attempt.student
        place = Path(
            self.coursedir.format_path(self.coursedir.submitted_directory, student, self.coursedir.assignment_id)
        )
        again = place.is_dir()
        if again:
            before = self.coursedir.get_existing_timestamp(str(place))
            # With the best attempt in place, a later one may have been collected before.
            known = [kept.when for kept in attempts_of(self.course, self.lab, student) if kept.when]
            latest = max([before, *known]) if before else None
            newer = self.update and (latest is None or attempt.when > latest)
            if not (newer or (self.before_duedate and before != attempt.when)):
                self.result.kept.append(student)
                return
        place.parent.mkdir(parents=True, exist_ok=True)
        for rest in place.parent.glob(".partial-*"):  # of a collecting that was killed
            shutil.rmtree(rest, ignore_errors=True)
        partial = place.with_name(f".partial-{secrets.token_hex(4)}")
        try:
            take(attempt.path, partial, rules, attempt.changed)
            # nbgrader reads the time from this file, which the student wrote.
            (partial / TIMESTAMP).unlink(missing_ok=True)
            (partial / TIMESTAMP).write_text(attempt.when.strftime(TIME), encoding="ascii")
            self._share(partial)
            if again:
                os.rename(place, partial.with_name(f"{partial.name}-old"))
            os.rename(partial, place)
        finally:
            for rest in (partial, partial.with_name(f"{partial.name}-old")):
                shutil.rmtree(rest, ignore_errors=True)
        (self.result.updated if again else self.result.new).append(student)
        if attempt.when != attempt.claimed:
            self.result.times.append(
                f"{student!r} claims to have handed in at {attempt.claimed:%Y-%m-%d %H:%M:%S} UTC, but the files were "
                f"last changed at {attempt.when:%Y-%m-%d %H:%M:%S} UTC, which counts"
            )

    def _keep(self, attempts: list[Attempt], rules: Rules) -> None:
        """Keep what was taken, and the earlier attempts that were not collected in their time."""
        student = attempts[0].student
        keep_submitted(self.course, self.lab, student, "exchange")
        known = {kept.when for kept in attempts_of(self.course, self.lab, student)}
        for attempt in attempts:
            if attempt.reason or attempt.when in known:
                continue
            with tempfile.TemporaryDirectory(prefix="collect-", dir=self.course.private) as folder:
                copied = Path(folder, "copy")
                try:
                    take(attempt.path, copied, rules, attempt.changed)
                except Refused:
                    continue  # an old one that changes: nobody misses it
                notebook = copied / f"{self.lab.name}.ipynb"
                keep(self.course, self.lab, student, notebook if notebook.is_file() else None, attempt.when, "exchange")

    def _share(self, folder: Path) -> None:
        """Let the group of instructors change it, where the course says so."""
        if self.coursedir.groupshared:
            for place, _, files in os.walk(folder):
                os.chmod(place, 0o2775)
                for name in files:
                    os.chmod(Path(place, name), 0o664)

    def _refuse(self, student: str, reason: str) -> None:
        sentence = f"not collected: {student!r}: {reason}"
        self.result.refused.append(sentence)
        self.log.error("%s", sentence)
