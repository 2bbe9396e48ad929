"""Which array of a network belongs to which row of its table: by shape, and by order where shapes are equal."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from autograder.testkit.rows import assert_rows

Array = np.ndarray[Any, Any]
Shape = tuple[int, ...]
COLUMNS = ("layer", "weight shape", "parameters")


class Slot(NamedTuple):
    """An array that training changes: the row it belongs to; conv (F, C, K, K), linear (in, out) or a vector (F,)."""

    row: str
    shape: Shape

    @property
    def outputs(self) -> int:
        """Channels or units that the row gives."""
        return self.shape[1] if len(self.shape) == 2 else self.shape[0]

    @property
    def inputs(self) -> int:
        """Numbers that one output is made from."""
        return int(np.prod(self.shape)) // self.outputs

    @property
    def tells(self) -> bool:
        """Whether its shape tells (in, out) from (out, in)."""
        return len(self.shape) == 2 and self.inputs != self.outputs

    @property
    def forms(self) -> tuple[Shape, ...]:
        """The shapes in which a network may store it."""
        if len(self.shape) == 1:
            return (self.shape,)
        matrices = (self.inputs, self.outputs), (self.outputs, self.inputs)
        return matrices if len(self.shape) == 2 else (self.shape, *matrices[::-1])

    def __str__(self) -> str:
        return f"{'a vector' if len(self.shape) == 1 else 'the weights'} of {self.row}"


class Place(NamedTuple):
    """Where a network keeps what a slot asks for: its own name, shape, and whether a matrix is (out, in)."""

    key: str | int
    shape: Shape
    turned: bool


def slots_of(rows: Sequence[tuple[Any, ...]], input_shape: Shape, batchnorm: bool = False) -> tuple[Slot, ...]:
    """The slots of a chain of rows (name, kind, channels, kernel, stride, padding, activation), in order.

    Each convolution and linear row has weights and a bias; with `batchnorm` those with an activation have gamma and
    beta, too.
    """
    slots: list[Slot] = []
    shape = tuple(input_shape)
    for name, kind, channels, kernel, stride, padding, activation in rows:
        if kind == "linear":
            slots.append(Slot(name, (int(np.prod(shape)), channels)))
            shape = (channels,)
        elif kernel is not None:
            if kind == "conv":
                slots.append(Slot(name, (channels, shape[0], kernel, kernel)))
            sizes = [(size + 2 * (padding or 0) - kernel) // stride + 1 for size in shape[1:]]
            shape = (channels or shape[0], *sizes)
        if kind in ("conv", "linear"):
            slots += [Slot(name, (channels,))] * (3 if batchnorm and activation else 1)
    return tuple(slots)


def assert_parameters(slots: Sequence[Slot], arrays: Sequence[tuple[str | int, Shape]]) -> list[Place]:
    """Claim that the arrays, by name and shape, fill the slots, none left over; the place of each slot.

    RowsDiffer shows the table: for each row the weights and the number of parameters.
    """
    found = _matched(tuple(slots), tuple(arrays))
    if found is not None:
        return list(found)
    expected = _rows(slots, [(slot.row, slot.shape) for slot in slots])
    got = _dealt(slots, [shape for _, shape in arrays])

    def cause(row: tuple[Any, ...], wish: tuple[Any, ...]) -> str:
        return _cause([row for row, _, _ in expected].index(wish[0]), expected, got)

    assert_rows("the network", got, expected, COLUMNS, cause)
    raise AssertionError("params() holds the arrays of the table, but in other shapes; linear weights are (in, out)")


@lru_cache(maxsize=1000)  # networks of a few shapes are built again and again
def _matched(slots: tuple[Slot, ...], arrays: tuple[tuple[str | int, Shape], ...]) -> tuple[Place, ...] | None:
    """The first array left with a fitting shape, for slot after slot; None unless all of both are used up."""
    left = list(arrays)
    found = []
    for slot in slots:
        array = next((array for form in slot.forms for array in left if _bare(array[1], form) == form), None)
        if array is None:
            return None
        left.remove(array)
        found.append(array)
    if left:
        return None
    turned = [shape == slot.shape[::-1] for slot, (_, shape) in zip(slots, found, strict=True) if slot.tells]
    both = bool(turned) and all(turned)  # square matrices are stored as the others are
    return tuple(Place(key, shape, both) for key, shape in found)


def _bare(shape: Shape, form: Shape) -> Shape:
    """A vector may be stored with axes of length 1, such as (1, C, 1, 1)."""
    return (int(np.prod(shape)),) if len(form) == 1 and np.prod(shape) == max(shape, default=1) else shape


def to_theirs(value: Array, slot: Slot, place: Place) -> Array:
    """A slot's array in the form in which the network stores it."""
    if len(slot.shape) == 1 or (place.shape == slot.shape and not (place.turned and len(slot.shape) == 2)):
        return value.reshape(place.shape)
    matrix = value.reshape(slot.outputs, -1) if len(slot.shape) == 4 else value.T
    return matrix if place.shape == matrix.shape else matrix.T


def to_slot(array: Array, slot: Slot, place: Place) -> Array:
    """The network's array in the form of the slot."""
    if len(slot.shape) == 1 or (place.shape == slot.shape and not (place.turned and len(slot.shape) == 2)):
        return array.reshape(slot.shape)
    matrix = array if place.shape == (slot.outputs, slot.inputs) else array.T
    return matrix.reshape(slot.shape) if len(slot.shape) == 4 else matrix.T


def _rows(slots: Sequence[Slot], arrays: Sequence[tuple[str, Shape]]) -> list[tuple[str, Shape | None, int]]:
    """The table's rows: weights and the number of parameters, from (row, shape) pairs."""
    names = list(dict.fromkeys(slot.row for slot in slots))
    rows = []
    for name in names:
        shapes = [shape for row, shape in arrays if row == name]
        wide = next((shape for shape in shapes if len(shape) > 1), None)
        rows.append((name, wide, sum(int(np.prod(shape)) for shape in shapes)))
    return rows


def _dealt(slots: Sequence[Slot], shapes: Sequence[Shape]) -> list[tuple[str, Shape | None, int]]:
    """Rows as the network seems to have them: its weights laid along the table's, and vectors with their weights.

    Whose vectors they are is read off their sizes, or off the weights that they follow: whatever fits the table better.
    """
    expected = _rows(slots, [(slot.row, slot.shape) for slot in slots])
    wide = [slot for slot in slots if len(slot.shape) > 1]
    theirs = [shape for shape in shapes if len(_bare(shape, (0,))) > 1]
    rows_of = {j: wide[i] for i, j in _aligned(wide, theirs)}

    def right(rows: list[tuple[str, Shape | None, int]]) -> tuple[int, int, int]:
        off = [abs(row[2] - wish[2]) for row, wish in zip(rows, expected, strict=False)]
        return -len(rows), next((i for i, number in enumerate(off) if number), len(off)), -max(off)

    return max((deal(slots, shapes, rows_of) for deal in (_by_size, _by_place)), key=right)


def _by_size(
    slots: Sequence[Slot], shapes: Sequence[Shape], rows_of: Mapping[int, Slot]
) -> list[tuple[str, Shape | None, int]]:
    """Vectors go to rows that lack one of their size, in order, then to any that have one."""
    vectors = [_bare(shape, (0,)) for shape in shapes if len(_bare(shape, (0,))) == 1]
    theirs = [shape for shape in shapes if len(_bare(shape, (0,))) > 1]
    arrays = [(slot.row, _turned(theirs[j], slot)) for j, slot in rows_of.items()]
    for asked in (True, False):  # first what the table asks for, then what it does not
        for slot in slots:
            while len(slot.shape) == 1 and slot.shape in vectors:
                vectors.remove(slot.shape)
                arrays.append((slot.row, slot.shape))
                if asked:
                    break
    more = [shape for j, shape in enumerate(theirs) if j not in rows_of] + vectors
    return [*_rows(slots, arrays), *(_spare([shape]) for shape in more)]


def _by_place(
    slots: Sequence[Slot], shapes: Sequence[Shape], rows_of: Mapping[int, Slot]
) -> list[tuple[str, Shape | None, int]]:
    """Vectors go with the weights that they follow, if they have one number for each output."""
    arrays: list[tuple[str, Shape]] = []
    more: list[list[Shape]] = []
    slot, last = None, 0
    j = -1
    for shape in shapes:
        bare = _bare(shape, (0,))
        if len(bare) > 1:
            j += 1
            slot = rows_of.get(j)
            last = slot.outputs if slot else _outputs(shape)
            if slot:
                arrays.append((slot.row, _turned(shape, slot)))
            else:
                more.append([shape])
        elif j < 0 or bare[0] != last:
            more.append([bare])
        elif slot:
            arrays.append((slot.row, bare))
        else:
            more[-1].append(bare)
    return [*_rows(slots, arrays), *map(_spare, more)]


def _spare(shapes: Sequence[Shape]) -> tuple[str, Shape | None, int]:
    """A row for weights that the table does not have, with their vectors, or for a vector."""
    first = shapes[0]
    return "another array", first if len(first) > 1 else None, sum(int(np.prod(shape)) for shape in shapes)


def _turned(shape: Shape, slot: Slot) -> Shape:
    """A matrix shown as (in, out), a matrix that holds a convolution as the convolution."""
    if shape in slot.forms:
        return slot.shape
    return shape[::-1] if len(shape) == 2 and shape[1] != slot.outputs and shape[0] == slot.outputs else shape


def _aligned(wide: Sequence[Slot], theirs: Sequence[Shape]) -> list[tuple[int, int]]:
    """Pairs of places: first those whose shapes fit, then what is left of both, in order, as well as it goes."""
    pairs: list[tuple[int, int]] = []
    for i, slot in enumerate(wide):
        taken = {j for _, j in pairs}
        pairs += [(i, j) for j, shape in enumerate(theirs) if j not in taken and shape in slot.forms][:1]
    slots_left = [i for i in range(len(wide)) if i not in {i for i, _ in pairs}]
    shapes_left = [j for j in range(len(theirs)) if j not in {j for _, j in pairs}]
    best = np.zeros((len(slots_left) + 1, len(shapes_left) + 1), int)
    for i, j in np.ndindex(len(slots_left), len(shapes_left)):
        alike = _likeness(wide[slots_left[i]], theirs[shapes_left[j]])
        best[i + 1, j + 1] = max(best[i, j] + alike, best[i, j + 1], best[i + 1, j])
    i, j = len(slots_left), len(shapes_left)
    while i and j:
        alike = _likeness(wide[slots_left[i - 1]], theirs[shapes_left[j - 1]])
        if alike and best[i, j] == best[i - 1, j - 1] + alike:
            i, j = i - 1, j - 1
            pairs.append((slots_left[i], shapes_left[j]))
        elif best[i, j] == best[i - 1, j]:
            i -= 1
        else:
            j -= 1
    return pairs


def _likeness(slot: Slot, shape: Shape) -> int:
    """1 for the same kind, 2 where the outputs are the same, too."""
    if len(shape) != len(slot.shape):
        return 0
    return 2 if slot.outputs in (shape if len(shape) == 2 else shape[:1]) else 1


def _cause(place: int, expected: Sequence[tuple[str, Any, int]], got: Sequence[tuple[str, Any, int]]) -> str:
    """What a wrong row most likely means."""
    (name, wish, number), (_, shape, count) = expected[place], got[place]
    if wish is None:
        return ""
    if shape is None:
        rest = zip(expected[place + 1 :], got[place + 1 :], strict=False)
        after = next(((row, want, met) for (row, want, _), (_, met, _) in rest if met is not None), None)
        if after and after[1] is not None and _inputs(after[1]) != _inputs(after[2]):
            row, want, met = after
            return f"{row} expects {_inputs(want)} inputs, got {_inputs(met)}: was {name} left out?"
        return f"was {name} left out?"
    if shape != wish:
        if len(shape) != len(wish) or _outputs(shape) != _outputs(wish) or _inputs(shape) == _inputs(wish):
            return ""
        what = "inputs" if len(shape) == 2 else "input channels"
        before = "comes out of the layer before it" if place else "is the shape of the input"
        return f"{name} expects {_inputs(wish)} {what}, got {_inputs(shape)}: what {before}?"
    vectors, left = divmod(int(count - number), _outputs(wish))
    return "" if left else CAUSES.get(vectors, "")


CAUSES = {
    -1: "is the bias missing?",
    1: "is there a bias too many?",
    -2: "is the batch normalisation missing?",
    2: "is there a batch normalisation that does not belong there, or are running statistics in params()?",
}


def _outputs(shape: Any) -> int:
    return int(shape[1] if len(shape) == 2 else shape[0])


def _inputs(shape: Any) -> int:
    return int(shape[0] if len(shape) == 2 else shape[1])
