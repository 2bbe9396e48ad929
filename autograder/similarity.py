"""Who wrote alike: pairs of submissions that share code which is rare in the class. A hint to look, never a verdict.

Names, comments and layout do not count (copydetect's winnowing of tokens, as MOSS does it). What was handed out is left
out, and what many students wrote: there are only so many ways to write a short function.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any

from autograder.errors import UserError
from autograder.labs import Lab
from autograder.normalise import normalise
from autograder.notebook import release_form
from autograder.submissions import Submission

LENGTH = 25  # characters of normalised code that count as the same; below it, everything resembles everything
COMMON = 0.1  # of the class: what more students share is no sign of anything
FEW = 4  # students who may share something in a class of any size
LEAST = 80  # characters of normalised, rare code that a pair must share: some six lines
SHARE = 0.5  # of the smaller one's rare code


@dataclass(frozen=True)
class Passage:
    """A student's own code, in pieces; `shared` ones are in the other's, too."""

    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Pair:
    """Two students, the share of each one's rare code that the other has, and how much that is."""

    first: str
    second: str
    share_of_first: float
    share_of_second: float
    size: int  # characters of normalised code
    passages: tuple[Passage, Passage]

    @property
    def share(self) -> float:
        """The greater of the two shares."""
        return max(self.share_of_first, self.share_of_second)


def own_code(submission: Submission) -> str:
    """What the student wrote: solution cells and added ones."""
    return "\n\n".join(cell.source.strip("\n") for cell in submission.cells if cell.origin != "released") + "\n"


def similar(lab: Lab, codes: Mapping[str, str]) -> list[Pair]:
    """The pairs that share most, the most alike first; `codes` holds each student's own code."""
    released = release_form(lab)
    stubs = own_code(normalise(released, lab))  # as somebody hands them in who did nothing
    everything = "\n\n".join(cell.source for cell in released.cells if cell.cell_type == "code")
    handed_out = _print(stubs).hashes | _print(everything).hashes
    prints = {student: _print(code) for student, code in codes.items()}
    spread = Counter(hashed for fingerprint in prints.values() for hashed in fingerprint.hashes)
    most = max(FEW, int(COMMON * len(codes)))
    common = {hashed for hashed, count in spread.items() if count > most} | handed_out
    for fingerprint in prints.values():
        _drop(fingerprint, common)
    given = {line.strip() for line in f"{stubs}\n{everything}".splitlines()}
    found = [pair for a, b in combinations(sorted(prints), 2) if (pair := _pair(a, b, prints[a], prints[b], given))]
    return sorted(found, key=lambda pair: (-pair.share, -pair.size, pair.first, pair.second))


def _print(code: str) -> Any:
    try:
        from copydetect import CodeFingerprint
    except ImportError:
        raise UserError("this needs copydetect: pip install 'gradlab[similarity]'") from None
    return CodeFingerprint("submission.py", LENGTH, 1, language="python", fp=io.StringIO(code))


def _drop(fingerprint: Any, common: set[int]) -> None:
    """Leave out what is common; copydetect's own way takes repeated code of one student for common, too."""
    from copydetect.utils import get_token_coverage

    fingerprint.hashes = fingerprint.hashes - common
    fingerprint.hash_idx = {hashed: fingerprint.hash_idx[hashed] for hashed in fingerprint.hashes}
    size = len(fingerprint.filtered_code)
    fingerprint.token_coverage = get_token_coverage(fingerprint.hash_idx, LENGTH, size) if fingerprint.hashes else 0


def _pair(a: str, b: str, one: Any, two: Any, given: Set[str]) -> Pair | None:
    from copydetect import compare_files

    shared = len(one.hashes & two.hashes)
    if not shared or shared < SHARE / 2 * min(len(one.hashes), len(two.hashes)):
        return None  # comparing in full takes a hundred times as long
    size, shares, slices = compare_files(one, two)
    if size < LEAST or max(shares) < SHARE:
        return None
    passages = tuple(
        Passage(tuple(_unmarked(_pieces(f.raw_code, s), given))) for f, s in zip((one, two), slices, strict=True)
    )
    first, second = (round(min(1.0, float(share)), 3) for share in shares)
    return Pair(a, b, first, second, int(size), (passages[0], passages[1]))


def _unmarked(pieces: Iterable[tuple[str, bool]], given: Set[str]) -> Iterator[tuple[str, bool]]:
    """The same, with the lines of what was handed out not shared: comments and docstrings are no code, so a shared
    passage goes on across them, and it begins and ends some characters inside its neighbours."""
    text, marks = "", list[bool]()
    for piece, shared in pieces:
        text += piece
        marks += [shared] * len(piece)
    place = 0
    for line in text.splitlines(keepends=True):
        own = 0 if line.strip() in given else len(line.lstrip())
        marks[place : place + len(line) - own] = [False] * (len(line) - own)  # an indent is nobody's
        place += len(line)
    for shared, run in groupby(range(len(text)), marks.__getitem__):
        places = list(run)
        yield text[places[0] : places[-1] + 1], shared


def _pieces(code: str, slices: Sequence[Any]) -> Iterator[tuple[str, bool]]:
    """The code cut up where what is shared begins and ends."""
    place = 0
    for start, end in sorted(zip(*(map(int, side) for side in slices), strict=True)):
        start, end = max(place, start), min(len(code), end)
        if start >= end:
            continue
        if code[place:start]:
            yield code[place:start], False
        yield code[start:end], True
        place = end
    if code[place:]:
        yield code[place:], False
