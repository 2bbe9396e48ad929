"""Which student a platform means: by keys that fit exactly one of the class."""

from collections.abc import Iterable

from autograder.exports.grades import StudentGrade


class Keys:
    """Students by key, in whatever case; a key that fits two students fits none."""

    def __init__(self, pairs: Iterable[tuple[str, StudentGrade]]) -> None:
        self._by_key: dict[str, StudentGrade | None] = {}
        for key, grade in pairs:
            if key := _plain(key):
                known = self._by_key.setdefault(key, grade)
                if known is not grade:
                    self._by_key[key] = None

    def get(self, key: str) -> StudentGrade | None:
        """The one student whom the key fits."""
        return self._by_key.get(_plain(key))


def _plain(key: str) -> str:
    return key.strip().casefold()
