"""Which student another system means: by keys that fit exactly one of the class."""

import unicodedata
from collections.abc import Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Keys(Generic[Item]):
    """Items by key, in whatever case and Unicode form; a key that fits two items fits none."""

    def __init__(self, pairs: Iterable[tuple[str, Item]]) -> None:
        self._by_key: dict[str, Item | None] = {}
        for key, item in pairs:
            if key := plain(key):
                known = self._by_key.setdefault(key, item)
                if known is not item:
                    self._by_key[key] = None

    def get(self, key: str) -> Item | None:
        """The one item that the key fits."""
        return self._by_key.get(plain(key))


def plain(key: str) -> str:
    """A key in the form in which keys are compared."""
    return unicodedata.normalize("NFC", " ".join(key.split()).casefold())
