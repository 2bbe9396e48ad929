"""Claims about a network that the submission built, whatever it calls its parameters and however it stores them.

A table says which arrays a network trains: its slots, each a row's name and a shape, conv (F, C, K, K), linear
(in, out), vectors (F,). A submission names its arrays as it likes, in any order; a linear weight may be (out, in), a
convolution's a matrix. So arrays are matched by shape, and by order where shapes are equal. How a suite uses it:

    SLOTS = slots_of(ROWS, (1, 32, 32))               # or its own list of Slot, for networks that are no chain
    network = Network(build(seed=3), SLOTS, SHAPES)   # RowsDiffer: a table with the first wrong row and its cause
    network.fill(draw(SLOTS, case.seed))              # through set_params; vectors of one row and size are equal, so
                                                      # that nobody has to know which is bias, gamma or beta
    out = network.forward(case.x)                     # a sentence or the table of shapes where that fails
    assert_out(out, run(ROWS, draw(...), case.x), suspects)        # run: plain_layers, or the suite's own definition
    dx = network.backward(case.dout)
    slopes = slopes_of(lambda *arrays: run(ROWS, arrays[:-1], arrays[-1]), SLOTS, draw(...), case.x, case.dout)
    assert_slopes(network.gradients(), slopes, case.dout, dx)      # RowsDiffer names the row where backward breaks

Definitions of a suite that call `run` and `slopes_of` are worth an @oracle: with plain arguments (rows as tuples, a
seed) and arrays of the case they are computed once a case. `fill` asks with the submission's own names; where these
are not the reference's, the case is judged live, which costs a little more. Methods whose samples have one shape stand
in FIXED in contract.py, so that `gradlab verify` asks for no other.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograder.sandbox.proxy import Handle, Method, SubmissionError
from autograder.testkit.asserts import assert_close, numeric, same_shape, show
from autograder.testkit.oracles import oracle
from autograder.testkit.parameters import Slot, assert_parameters, slots_of, to_slot, to_theirs
from autograder.testkit.plain_layers import Array
from autograder.testkit.rows import assert_rows
from autograder.testkit.slopes import assert_slopes, slopes_of

__all__ = ["Network", "Slot", "assert_out", "assert_slopes", "draw", "slopes_of", "slots_of"]
Shape = tuple[int, ...]


def draw(slots: Sequence[Slot], seed: int, dtype: str = "float64") -> tuple[Array, ...]:
    """An array for every slot: weights from N(0, 2 / inputs), vectors from [0.3, 1.2], equal in one row and size."""
    return _drawn(tuple(tuple(slot) for slot in slots), seed, dtype)


@oracle
def _drawn(slots: Sequence[tuple[str, Shape]], seed: int, dtype: str) -> tuple[Array, ...]:
    """Drawn once for equal plain arguments."""
    rng = np.random.default_rng(seed)
    vectors: dict[Slot, Array] = {}
    values = []
    for slot in map(Slot._make, slots):
        if len(slot.shape) == 1:
            value = vectors.setdefault(slot, rng.uniform(0.3, 1.2, slot.shape))
        else:
            value = rng.standard_normal(slot.shape) * np.sqrt(2 / slot.inputs)
        values.append(value.astype(dtype))
    return tuple(values)


class Network:
    """A network inside the sandbox; what it lacks or returns wrongly is an AssertionError that says so.

    slots   what it trains; checked at once
    shapes  (row, output shape of one sample) of each row, for the table where forward fails
    """

    def __init__(self, made: Any, slots: Sequence[Slot], shapes: Sequence[tuple[str, Shape]] = ()) -> None:
        if not isinstance(made, Handle) or repr(made) != "something else":
            what = f"a list of {len(made)} values" if isinstance(made, list | tuple) else show(made)
            raise AssertionError(f"the network is {what}, expected an object with forward and backward")
        self.made, self.slots, self.shapes = made, tuple(slots), tuple(shapes)
        arrays = self._arrays("params")
        self.places = assert_parameters(self.slots, [(key, array.shape) for key, array in arrays.items()])
        self.order = list(arrays)

    def fill(self, values: Sequence[Array]) -> None:
        """Give it these parameters, in the order of the slots, through set_params."""
        found = {
            place.key: to_theirs(value, slot, place)
            for slot, place, value in zip(self.slots, self.places, values, strict=True)
        }
        self.call("set_params", {key: found[key] for key in self.order})

    def params(self) -> tuple[Array, ...]:
        """Its parameters, in the order of the slots."""
        return self._in_order("params")

    def gradients(self) -> tuple[Array, ...]:
        """What grads() gives, in the order of the slots; each has the shape of its parameter."""
        return self._in_order("grads")

    def forward(self, x: Array, shape: Shape | None = None) -> Array:
        """The output for a batch; `shape` claims its shape."""
        try:
            out = self.call("forward", x)
        except SubmissionError as error:
            self._step(x, f"forward raised {error.kind} here")
            raise AssertionError(f"{error.sentence}, for x of shape {x.shape}") from None
        array = numeric("forward(x)", out)
        if shape is not None and array.shape != shape:
            self._step(x, "")
            same_shape("forward(x)", array, shape)
        return array

    def backward(self, dout: Array) -> Any:
        """What backward returns, after a forward pass."""
        try:
            return self.call("backward", dout)
        except SubmissionError as error:
            guess = "after a forward pass that went well; does each layer stand in one place only?"
            raise AssertionError(f"{error.sentence}, {guess}") from None

    def call(self, method: str, *args: Any) -> Any:
        """Call a method that every network must have."""
        try:
            found = getattr(self.made, method)
        except SubmissionError as error:
            if error.kind != "AttributeError":
                raise
            raise AssertionError(f"the network has no method {method}") from None
        if not isinstance(found, Method):
            raise AssertionError(f"{method} of the network is {show(found)}, expected a method")
        return found(*args)

    def _arrays(self, method: str) -> dict[str, Array]:
        found = self.call(method)
        if type(found) is not dict:
            raise AssertionError(f"{method}() of the network is {show(found)}, expected a dict of arrays")
        return {key: numeric(f"a value of {method}()", value) for key, value in found.items()}

    def _in_order(self, method: str) -> tuple[Array, ...]:
        arrays, found = self._arrays(method), []
        for slot, place in zip(self.slots, self.places, strict=True):
            if place.key not in arrays:
                raise AssertionError(f"{method}() has no array under the name that {slot} has in params()")
            array = arrays[place.key]
            same_shape(f"what {method}() gives for {slot}", array, place.shape)
            if not np.isfinite(array).all():
                raise AssertionError(f"what {method}() gives for {slot} holds values that are not finite")
            found.append(to_slot(array, slot, place))
        return tuple(found)

    def _step(self, x: Array, reason: str) -> None:
        """Run a network that shows its layers one by one; RowsDiffer at the row whose shape is another one."""
        try:
            layers = self.made.layers
            steps = list(layers.values() if type(layers) is dict else layers)
            steps = [step[-1] if type(step) is tuple else step for step in steps]
        except (SubmissionError, TypeError, IndexError):
            return
        met = _as_met(self.shapes, x.shape[1:], _outputs(steps, x))
        got = [(name, shape) for (name, _), shape in zip(self.shapes, met, strict=False)]
        assert_rows("the network", got, self.shapes, ("layer", "output shape"), lambda one, _: "" if one[1] else reason)


def _outputs(steps: Sequence[Any], x: Array) -> list[Shape]:
    """The shapes, without N, of what layer after layer gives, until one fails."""
    shapes = []
    for step in steps:
        try:
            x = step.forward(x)
        except (SubmissionError, AttributeError):
            break
        if not isinstance(x, np.ndarray):
            break
        shapes.append(x.shape[1:])
    return shapes


def _as_met(wish: Sequence[tuple[str, Shape]], start: Shape, shapes: Sequence[Shape]) -> list[Shape | None]:
    """A shape for each row of the table: layers that keep the shape, or only flatten it, belong to the row before."""
    met: list[Shape | None] = []
    now = start
    for shape in shapes:
        if shape == now or shape == (int(np.prod(now)),):
            continue
        while len(met) < len(wish) and wish[len(met)][1] == now:
            met.append(now)
        met.append(shape)
        now = shape
    while len(met) < len(wish):
        met.append(now if wish[len(met)][1] == now else None)
    return met


def assert_out(
    got: Array, expected: Array, suspects: Iterable[tuple[str, Callable[[], Array]]] = (), rtol: float | None = None
) -> None:
    """Claim the values of forward(x); where they differ, the first suspect that gives `got` is named as the cause.

    suspects  a sentence such as "tanh behind C3 is left out" and what comes out then
    rtol      where rounding is not the only thing that may differ, relative to the largest value
    """
    try:
        atol = None if rtol is None else rtol * float(np.abs(expected).max(initial=0))
        assert_close("forward(x)", got, expected, rtol=rtol, atol=atol)
    except AssertionError as error:
        for sentence, compute in suspects:
            if got.shape == expected.shape and np.allclose(got, compute(), rtol=1e-6, atol=1e-9):
                raise AssertionError(f"{error}; {sentence}") from None
        raise
