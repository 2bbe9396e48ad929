"""networks: parameters matched to a table whatever their names and forms; sentences and tables for what is wrong."""

import textwrap

import numpy as np
import pytest

from autograder.sandbox import proxy
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.testkit.live import LiveExample
from autograder.testkit.networks import Network, Slot, assert_out, assert_slopes, draw, slopes_of, slots_of
from autograder.testkit.parameters import assert_parameters, to_slot, to_theirs
from autograder.testkit.plain_layers import avg_pool, batch_norm, convolve, max_pool, run, slope
from autograder.testkit.rows import RowsDiffer

ROWS = (
    ("A", "conv", 3, 2, 1, 1, "tanh"),
    ("B", "max_pool", None, 2, 2, None, None),
    ("C", "linear", 4, None, None, None, "relu"),
    ("D", "linear", 4, None, None, None, None),
)
IMAGE = (2, 4, 5)
SHAPES = (("A", (3, 5, 6)), ("B", (3, 2, 3)), ("C", (4,)), ("D", (4,)))
SLOTS = slots_of(ROWS, IMAGE)
RNG = np.random.default_rng(3)
X, DOUT = RNG.normal(size=(3, *IMAGE)), RNG.normal(size=(3, 4))

# The network of ROWS as a student may write it: names of their own, weights (out, in), vectors (C, 1, 1), biases first.
OWN = """
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

class Net:
    def __init__(self):
        g = np.random.default_rng(0)
        self.p = {"b": np.zeros((3, 1, 1)), "c": np.zeros(4), "d": np.zeros(4),
                  "u": g.normal(size=(4, 18)), "v": g.normal(size=(4, 4)), "k": g.normal(size=(3, 8))}
    def params(self): return self.p
    def set_params(self, values): self.p = {key: np.array(value) for key, value in values.items()}
    def forward(self, x):
        x = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        self.win = sliding_window_view(x, (2, 2), axis=(2, 3)).transpose(0, 2, 3, 1, 4, 5).reshape(len(x), 5, 6, 8)
        a = self.a = np.tanh((self.win @ self.p["k"].T).transpose(0, 3, 1, 2) + self.p["b"])
        w = a[:, :, :4].reshape(len(x), 3, 2, 2, 3, 2).transpose(0, 1, 2, 4, 3, 5).reshape(len(x), 3, 2, 3, 4)
        self.mask = w == w.max(axis=-1, keepdims=True)
        self.flat = w.max(axis=-1).reshape(len(x), -1)
        self.h = np.maximum(self.flat @ self.p["u"].T + self.p["c"], 0)
        return self.h @ self.p["v"].T + self.p["d"]
    def backward(self, dout):
        n = len(dout)
        self.g = {"d": dout.sum(0), "v": dout.T @ self.h}
        dh = dout @ self.p["v"] * (self.h > 0)
        self.g.update(c=dh.sum(0), u=dh.T @ self.flat)
        dw = self.mask * (dh @ self.p["u"]).reshape(n, 3, 2, 3, 1)
        da = np.zeros((n, 3, 5, 6))
        da[:, :, :4] = dw.reshape(n, 3, 2, 3, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(n, 3, 4, 6)
        dz = (da * (1 - self.a**2)).transpose(0, 2, 3, 1)
        self.g["b"] = dz.sum((0, 1, 2)).reshape(3, 1, 1)
        self.g["k"] = np.tensordot(dz, self.win, ((0, 1, 2), (0, 1, 2)))
        dx = np.zeros((n, 2, 6, 7))
        d = (dz @ self.p["k"]).reshape(n, 5, 6, 2, 2, 2)
        for i in range(2):
            for j in range(2):
                dx[:, :, i:i + 5, j:j + 6] += d[..., i, j].transpose(0, 3, 1, 2)
        return dx[:, :, 1:-1, 1:-1]
    def grads(self): return self.g
"""


@pytest.fixture
def build():
    """Builds what the text's `Net` makes; the sandbox is this process."""
    entered = []

    def build(source):
        box = InProcessSandbox(Policy()).open()
        assert list(box.load([(0, textwrap.dedent(source))])) == [None]
        example = proxy.running(LiveExample({"Net": "network"}, box))
        example.__enter__()
        entered.append(example)
        return proxy.SubmissionFunction("Net")()

    yield build
    for example in reversed(entered):
        example.__exit__(None, None, None)


def changed(old, new):
    assert old in OWN
    return OWN.replace(old, new)


def scores(values, x=X):
    return run(ROWS, values, x)


def expected_slopes(values):
    return slopes_of(lambda *arrays: run(ROWS, arrays[:-1], arrays[-1]), SLOTS, values, X, DOUT)


def test_a_network_of_any_names_orders_and_forms_is_filled_and_judged(build):
    network, values = Network(build(OWN), SLOTS, SHAPES), draw(SLOTS, 5)
    network.fill(values)
    assert_out(network.forward(X, (3, 4)), scores(values))
    dx = network.backward(DOUT)
    assert_slopes(network.gradients(), expected_slopes(values), DOUT, dx)
    for got, value in zip(network.params(), values, strict=True):
        assert np.array_equal(got, value)


def test_a_square_weight_lies_as_the_others_do(build):
    network, values = Network(build(OWN), SLOTS, SHAPES), draw(SLOTS, 5)
    network.fill(values)
    assert np.array_equal(network.call("params")["v"], values[4].T)


@pytest.mark.parametrize("shape", [(6, 4, 3, 3), (6, 36), (36, 6)])
def test_a_convolution_may_be_stored_as_a_matrix(shape):
    slot = Slot("A", (6, 4, 3, 3))
    (place,) = assert_parameters([slot], [("w", shape)])
    value = np.arange(216.0).reshape(slot.shape)
    theirs = to_theirs(value, slot, place)
    assert theirs.shape == shape
    assert np.array_equal(theirs.ravel("F" if shape == (36, 6) else "C"), value.ravel())
    assert np.array_equal(to_slot(theirs, slot, place), value)


def test_vectors_of_one_row_are_equal_and_others_are_not():
    slots = slots_of(ROWS, IMAGE, batchnorm=True)
    assert [slot.shape for slot in slots if slot.row == "A"] == [(3, 2, 2, 2), (3,), (3,), (3,)]
    assert [slot.shape for slot in slots if slot.row == "D"] == [(4, 4), (4,)]
    values = draw(slots, 1)
    assert np.array_equal(values[1], values[2])
    assert not np.array_equal(values[5], values[-1])
    assert draw(slots, 1)[0] is values[0], "equal arguments are drawn once"
    assert draw(slots, 1, "float32")[0].dtype == np.float32


def test_complex_steps_are_the_derivatives():
    values = draw(SLOTS, 2)
    for i in range(len(values)):
        v = RNG.normal(size=values[i].shape)
        near = [scores([*values[:i], values[i] + h * v, *values[i + 1 :]]) for h in (1e-6, -1e-6)]
        exact = slope(lambda *arrays: scores(arrays), DOUT, values, {i: v})
        assert exact == pytest.approx(np.sum(DOUT * (near[0] - near[1])) / 2e-6, rel=1e-6, abs=1e-8)


def test_plain_layers_by_hand():
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    out = convolve(x, np.ones((1, 1, 2, 2)), np.array([1.0]), stride=2, padding=1)
    assert out[0, 0].tolist() == [
        [1, 4, 4], [13, 31, 19], [13, 28, 16]
    ]  # fmt: skip
    assert max_pool(x, 3, 1)[0, 0].tolist() == [[10, 11], [14, 15]]
    assert avg_pool(x, 2, 2)[0, 0].tolist() == [[2.5, 4.5], [10.5, 12.5]]
    out = batch_norm(np.array([[1.0], [3.0]]), np.array([2.0]), np.array([5.0]), eps=3.0)
    assert out.ravel().tolist() == [4, 6]


@pytest.mark.parametrize(
    ("damage", "sentence", "wrong"),
    [
        (  # C left out
            ('"u": g.normal(size=(4, 18)), ', '"w": g.normal(size=(4, 4)), '),
            "row 2, C: weight shape is 4 × 4, expected 18 × 4; "
            "C expects 18 inputs, got 4: what comes out of the layer before it?",
            1,
        ),
        (
            ('"b": np.zeros((3, 1, 1)), ', ""),
            "row 1, A: parameters is 24, expected 27; is the bias missing?",
            0,
        ),
        (
            ('"b": np.zeros((3, 1, 1)), ', '"b": np.zeros(3), "gamma": np.ones(3), "beta": np.ones(3), '),
            "row 1, A: parameters is 33, expected 27; is there a batch normalisation that does not belong there, or "
            "are running statistics in params()?",
            0,
        ),
        (
            ('"k": g.normal(size=(3, 8))', '"k": g.normal(size=(3, 1, 2, 2))'),
            "row 1, A: weight shape is 3 × 1 × 2 × 2, expected 3 × 2 × 2 × 2; A expects 2 input channels, got 1: "
            "what is the shape of the input?",
            0,
        ),
        (
            ('"k": g.normal(size=(3, 8))', '"k": g.normal(size=(3, 2, 2, 2)), "more": np.ones((5, 5))'),
            "the network has 4 rows, expected 3; row 4 is another array",
            3,
        ),
    ],
)
def test_parameters_that_do_not_fit_are_shown_as_a_table(build, damage, sentence, wrong):
    with pytest.raises(RowsDiffer) as caught:
        Network(build(changed(*damage)), SLOTS)
    assert str(caught.value) == sentence
    assert caught.value.table.wrong == wrong


PLAIN = [Slot("A", (3, 1, 2, 2)), Slot("B", (3, 3, 2, 2)), Slot("C", (3, 5))]
NORMED = [same for slot in PLAIN for same in (slot, Slot(slot.row, (slot.outputs,)))]


@pytest.mark.parametrize(
    ("slots", "shapes", "sentence"),
    [
        (
            PLAIN,
            [(3, 1, 2, 2), (3,), (3, 3, 2, 2), (3,), (3, 5), (5,)],
            "row 1, A: parameters is 15, expected 12; is there a bias too many?",
        ),
        (
            NORMED,
            [(3, 1, 2, 2), (3,), (3,), (3, 3, 2, 2), (3,), (3,), (3, 5), (5,), (5,)],
            "row 1, A: parameters is 18, expected 15; is there a bias too many?",
        ),
        (
            NORMED,
            [(3, 1, 2, 2), (3,), (3, 3, 2, 2), (3,), (3, 3, 1, 1), (3,), (3, 5), (5,)],
            "the network has 4 rows, expected 3; row 4 is another array",
        ),
        (
            NORMED,
            [(3, 1, 2, 2), (3,), (3, 3, 2, 2), (3, 5), (5,)],
            "row 2, B: parameters is 36, expected 39; is the bias missing?",
        ),
        (
            NORMED,  # all weights come first: whose vector is missing cannot be known
            [(3, 1, 2, 2), (3, 3, 2, 2), (3, 5), (3,), (5,)],
            "row 2, B: parameters is 36, expected 39; is the bias missing?",
        ),
    ],
)
def test_vectors_are_counted_with_the_weights_that_they_follow(slots, shapes, sentence):
    with pytest.raises(RowsDiffer) as caught:
        assert_parameters(slots, [(str(number), shape) for number, shape in enumerate(shapes)])
    assert str(caught.value) == sentence


def test_a_layer_left_out_is_named():
    wide = slots_of((*ROWS[:2], ("E", "conv", 7, 2, 1, 0, None), *ROWS[2:]), IMAGE)
    with pytest.raises(RowsDiffer) as caught:
        assert_parameters(
            wide, [("A.w", (3, 2, 2, 2)), ("A.b", (3,)), *((str(slot), slot.shape) for slot in SLOTS[2:])]
        )
    assert str(caught.value) == (
        "row 2, E: weight shape is –, expected 7 × 3 × 2 × 2; C expects 14 inputs, got 18: was E left out?"
    )


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def Net(): pass", "the network is None, expected an object with forward and backward"),
        ("def Net(): return [1, 2]", "the network is a list of 2 values, expected an object with forward and backward"),
        ("class Net: pass", "the network has no method params"),
        ("class Net:\n    params = 3", "params of the network is 3, expected a method"),
        ("class Net:\n    def params(self): pass", "params() of the network is None, expected a dict of arrays"),
        (
            "class Net:\n    def params(self): return {'a': [1]}",
            "a value of params() is a list of 1 values, expected an array",
        ),
        (
            changed("return self.h @ self.p", "return [0] * 3; self.p"),
            "forward(x) is a list of 3 values, expected an array",
        ),
        (
            changed("return self.h @ self.p", "return self.h[:2] @ self.p"),
            "forward(x) has shape (2, 4), expected (3, 4)",
        ),
        (
            changed("        n = len(dout)\n", "        raise KeyError\n        n = len(dout)\n"),
            "Net.backward raised KeyError at line 22 of its cell, after a forward pass that went well; "
            "does each layer stand in one place only?",
        ),
        (
            changed("        x = np.pad", "        raise ValueError\n        x = np.pad"),
            "Net.forward raised ValueError at line 13 of its cell, for x of shape (3, 2, 4, 5)",
        ),
        (
            changed("return self.g\n", "return {'b': np.ones(3)}\n"),
            "grads() has no array under the name that the weights of A has in params()",
        ),
        (
            changed("u=dh.T @ self.flat", "u=self.flat.T @ dh"),
            "what grads() gives for the weights of C has shape (18, 4), expected (4, 18)",
        ),
        (
            changed("c=dh.sum(0)", "c=dh.sum(0) / 0"),
            "what grads() gives for a vector of C holds values that are not finite",
        ),
        (
            changed("{key: np.array(value) for", "{key: np.array(value) + 'a' for"),
            "Net.set_params raised TypeError at line 11 of its cell",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_is_missing_or_of_another_kind_is_said_in_one_sentence(build, source, sentence):
    with pytest.raises((AssertionError, proxy.SubmissionError)) as caught:
        use(build(source))
    assert "Traceback" not in str(caught.value)
    assert str(caught.value) == sentence


def use(made):
    network = Network(made, SLOTS)
    network.fill(draw(SLOTS, 1))
    network.forward(X, (3, 4))
    network.backward(DOUT)
    network.gradients()


STEPS = """
import numpy as np

class Step:
    def __init__(self, shape): self.shape = shape
    def forward(self, x):
        if self.shape is None: raise ValueError
        return np.zeros((len(x), *self.shape))

class Net:
    def __init__(self):
        self.p = {str(i): np.zeros(shape) for i, shape in enumerate([(3, 2, 2, 2), 3, (18, 4), 4, (4, 4), 4])}
        self.layers = LAYERS
    def params(self): return self.p
    def forward(self, x):
        for step in (self.layers.values() if isinstance(self.layers, dict) else self.layers): x = step.forward(x)
        return x
"""
A, B, FLAT, C = "Step((3, 5, 6))", "Step((3, 2, 3))", "Step((18,))", "Step((4,))"


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (f"[{A}, {A}, Step((3, 2, 2)), Step(None)]", "row 2, B: output shape is 3 × 2 × 2, expected 3 × 2 × 3"),
        (
            f"dict(a={A}, b=Step(None))",
            "row 2, B: output shape is –, expected 3 × 2 × 3; forward raised ValueError here",
        ),
        (f"[{A}, {B}, {FLAT}, Step((5,))]", "row 3, C: output shape is 5, expected 4"),
        (f"[{A}, {B}, {FLAT}, {C}, {C}, Step((4, 1))]", "forward(x) has shape (3, 4, 1), expected (3, 4)"),
        (
            f"[{A}, {B}, {FLAT}, {C}, {C}, Step(None)]",
            "Net.forward raised ValueError at line 7 of its cell, for x of shape (3, 2, 4, 5)",
        ),
    ],
)
def test_a_chain_whose_shapes_do_not_fit_is_walked_layer_by_layer(build, layers, sentence):
    network = Network(build(STEPS.replace("LAYERS", layers)), SLOTS, SHAPES)
    with pytest.raises(AssertionError) as caught:
        network.forward(X, (3, 4))
    assert str(caught.value) == sentence


def test_the_first_suspect_that_gives_the_same_is_named(build):
    network, values = Network(build(changed("np.tanh", "np.sin")), SLOTS), draw(SLOTS, 5)
    network.fill(values)
    suspects = [("nothing is known", lambda: scores(values)), ("a sine", lambda: network.forward(X))]
    with pytest.raises(AssertionError, match=r"forward\(x\)\[\d, \d\] is .*; a sine$"):
        assert_out(network.forward(X), scores(values), suspects)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (("self.g.update(c=dh", "self.g.update(c=2 * dh"), "the gradient of C is wrong: .*; those behind it are right"),
        (("dz.sum((0, 1, 2))", "dz.mean((0, 1, 2))"), r"the gradient of A is wrong: .* \(C, D\)$"),
        (('"d": dout.sum(0)', '"d": dout[0]'), r"the gradient of D is wrong: .* give [-\d.]+$"),
        (("            for j in range(2):", "            for j in range(1):"), r"dx is wrong: along .* give [-\d.]+$"),
        (("return dx[:, :, 1:-1, 1:-1]", "return dx"), r"dx has shape \(3, 2, 6, 7\), expected \(3, 2, 4, 5\)"),
        (("return dx[:, :, 1:-1, 1:-1]", "return None"), "dx is None, expected an array"),
    ],
)  # fmt: skip
def test_the_wrong_gradient_nearest_to_the_output_is_named(build, damage, said):
    network, values = Network(build(changed(*damage)), SLOTS), draw(SLOTS, 5)
    network.fill(values)
    network.forward(X)
    dx = network.backward(DOUT)
    with pytest.raises(AssertionError, match=said):
        assert_slopes(
            network.gradients(), expected_slopes(values), DOUT, 0 if dx is None and "None" not in said else dx
        )
