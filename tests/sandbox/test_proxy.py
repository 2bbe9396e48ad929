"""The module `submission` as a suite sees it: proxies, handles, and sentences for what came back wrong."""

import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder.sandbox import proxy
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.sandbox.proxy import Handle, SubmissionError, SubmissionFunction, WrongReturn, check_return
from autograder.testkit.live import LiveExample

CONTRACT = {
    "forward": ("out", "cache"),
    "backward": ("dx", "dw"),
    "single": "out",
    "batches": "batches...",
    "Layer": "layer",
    "Layer.forward": ("out", "cache"),
}
SOURCE = """
import numpy as np

def forward(x):
    return 2 * x, {"x": x, "seen": []}

def backward(dout, cache):
    cache["seen"].append(1)
    return dout * cache["x"], len(cache["seen"])

class Layer:
    scale = 3
    def __init__(self, gamma):
        self.gamma, self.inner, self._secret = gamma, Inner(), 42
    def forward(self, x):
        return self.scale * x, x
    def fail(self):
        raise ValueError("text")

class Inner:
    name = "inner"
    def double(self, x):
        return 2 * x

def single(x):
    x *= 2
    return x

def batches():
    yield np.arange(2)
    yield np.arange(1)

def none(): pass
def nested(): return [(np.ones(2), {"w": np.zeros(3)})]
def layers(): return Layer(1), [Inner()]
"""
X = np.array([[1.0, 2.0], [3.0, 4.0]])


@pytest.fixture
def load() -> Iterator[Callable[[str], LiveExample]]:
    """An example that runs on the text given."""
    with proxy.running(LiveExample({}, InProcessSandbox(Policy()).open())):  # popped at the end, whatever comes

        def make(source: str, contract: Any = CONTRACT) -> LiveExample:
            box = InProcessSandbox(Policy()).open()
            assert list(box.load([(0, textwrap.dedent(source))])) == [None]
            proxy._current[-1] = LiveExample(contract, box)
            return proxy._current[-1]

        yield make


@pytest.fixture
def example(load: Callable[[str], LiveExample]) -> LiveExample:
    return load(SOURCE)


def f(name: str) -> SubmissionFunction:
    return SubmissionFunction(name)


def test_any_name_can_be_imported_from_submission_before_there_is_one():
    proxy.install()
    from submission import something_that_no_lab_has

    assert something_that_no_lab_has.__name__ == "something_that_no_lab_has"
    with pytest.raises(ImportError):
        from submission import _private  # noqa: F401
    assert "submission" in sys.modules


def test_a_call_outside_a_test_is_refused():
    with pytest.raises(RuntimeError, match="outside a test"):
        f("forward")(X)


def test_results_are_arrays_that_cannot_be_written_to_and_the_cache_is_a_handle(example):
    out, cache = f("forward")(X)
    assert np.array_equal(out, 2 * X)
    assert type(cache) is Handle
    with pytest.raises(ValueError, match="read-only"):
        out[0] = 0


def test_a_handle_handed_back_is_the_thing_itself(example):
    _, cache = f("forward")(X)
    f("backward")(np.ones((2, 2)), cache)
    dx, calls = f("backward")(np.ones((2, 2)), cache=cache)
    assert np.array_equal(dx, X)
    assert calls == 2


def test_an_array_handed_back_is_what_was_returned_whatever_the_submission_did_to_it(load):
    load(
        """
        import numpy as np
        kept = np.zeros(2)
        def forward(): return kept, None
        def backward(out):
            kept[:] = 9
            return out, None
        """
    )
    out, _ = f("forward")()
    assert np.array_equal(f("backward")(out)[0], [0, 0])
    assert np.array_equal(f("backward")(out)[0], [0, 0])


def test_arrays_that_came_out_go_back_as_references_and_changed_ones_as_data(example):
    sent: list[Any] = []
    perform = example.box.operate
    example.box.operate = lambda op, **kwargs: sent.append(op) or perform(op, **kwargs)  # type: ignore[method-assign]
    out, _ = f("forward")(X)
    f("single")(out)
    f("single")(out + 0)
    assert type(sent[0][2][0]) is np.ndarray
    assert sent[1][2] == ((0, (0,), False),)
    assert type(sent[2][2][0]) is np.ndarray


def test_methods_and_attributes_of_a_handle(example):
    layer = f("Layer")(np.ones(2))
    assert np.array_equal(layer.gamma, [1, 1])
    assert layer.scale == 3
    out, cache = layer.forward(X)
    assert np.array_equal(out, 3 * X)
    assert type(cache) is Handle, "Layer.forward has a contract of its own"
    assert layer.inner.name == "inner"
    assert layer.inner.double(4) == 8


def test_handles_inside_lists_and_tuples(example):
    layer, (inner,) = f("layers")()
    assert layer.scale == 3
    assert inner.double(1.5) == 3


def test_plain_containers_come_out_as_they_are(example):
    ((ones, weights),) = f("nested")()
    assert np.array_equal(ones, [1, 1])
    assert np.array_equal(weights["w"], [0, 0, 0])


def test_a_generator_comes_as_a_list_where_the_contract_says_so(example):
    assert [len(batch) for batch in f("batches")()] == [2, 1]


@pytest.mark.parametrize("name", ["_secret", "__class__x", "_"])
def test_private_attributes_do_not_exist(example, name):
    with pytest.raises(AttributeError):
        getattr(f("Layer")(1), name)


def test_errors_name_the_function_or_method_the_exception_and_the_line_and_no_text(example):
    with pytest.raises(SubmissionError, match=r"^Layer\.fail raised ValueError at line 18 of its cell$"):
        f("Layer")(1).fail()
    with pytest.raises(SubmissionError, match=r"^Layer\.weight raised AttributeError$") as caught:
        _ = f("Layer")(1).weight
    assert caught.value.kind == "AttributeError"
    with pytest.raises(SubmissionError, match=r"^Layer\.nothing raised AttributeError"):
        f("Layer")(1).nothing()
    with pytest.raises(SubmissionError, match=r"^nobody is not defined$"):
        f("nobody")()
    with pytest.raises(SubmissionError, match=r"^none raised TypeError$"):
        f("none")(1)


def test_what_is_not_implemented_says_so(load):
    load("def forward(x):\n    raise NotImplementedError")
    with pytest.raises(SubmissionError, match=r"^forward is not implemented yet$"):
        f("forward")(X)


@pytest.mark.parametrize(("body", "sentence"), [
    ("pass", "forward returned None, expected 2: out, cache; is its return statement missing?"),
    ("return x", "forward returned a single value, expected 2: out, cache"),
    ("return 1", "forward returned a single value, expected 2: out, cache"),
    ("return {'out': x, 'cache': x}", "forward returned a single value, expected 2: out, cache"),
    ("return (i for i in (x, x))", "forward returned a single value, expected 2: out, cache"),
    ("return x, x, x", "forward returned 3 values, expected 2: out, cache"),
    ("return [x]", "forward returned 1 value, expected 2: out, cache"),
    ("return ()", "forward returned 0 values, expected 2: out, cache"),
])  # fmt: skip
def test_another_number_of_values_is_a_sentence(load, body, sentence):
    load(f"def forward(x):\n    {body}")
    with pytest.raises(WrongReturn) as caught:
        f("forward")(X)
    assert str(caught.value) == sentence
    with pytest.raises(WrongReturn):
        f("forward").and_its_arguments(X)


def test_two_values_in_a_list_are_two_values(load):
    load("def forward(x):\n    return [x, 1]")
    out, cache = f("forward")(X)
    assert np.array_equal(out, X)
    assert type(cache) is Handle


def test_a_function_without_a_tuple_for_a_contract_may_return_anything():
    check_return("f", (1, 2, 3), "out")
    check_return("f", None, None)


def test_arguments_come_back_as_they_are_after_the_call(example):
    out, ((x,), kwargs) = f("single").and_its_arguments(X.copy())
    assert np.array_equal(out, 2 * X)
    assert np.array_equal(x, 2 * X)
    assert kwargs == {}


def test_the_arguments_of_the_judge_are_never_changed(example):
    mine = X.copy()
    f("single")(mine)
    assert np.array_equal(mine, X)


def test_what_came_back_with_its_arguments_can_be_handed_back(example):
    (_, cache), _ = f("forward").and_its_arguments(X)
    dx, _ = f("backward")(np.ones((2, 2)), cache)
    assert np.array_equal(dx, X)


def test_the_transcript_holds_every_result_in_order(example):
    f("none")()
    with pytest.raises(SubmissionError):
        f("nobody")()
    f("single")(X)
    assert [type(result).__name__ for result in example.transcript] == ["NoneType", "Raised", "ndarray"]


def test_examples_can_run_inside_one_another_and_the_outer_goes_on(example):
    box = InProcessSandbox(Policy()).open()
    list(box.load([(0, "def none(): return 'inner'")]))
    with proxy.running(LiveExample({}, box)):
        assert f("none")() == "inner"
    assert f("none")() is None


def test_a_handle_shows_as_words_not_as_an_address(example):
    layer = f("Layer")(1)
    assert repr(layer) == "something else"
    assert repr([layer]) == "[something else]"
