"""What runs beside the submission: cells, calls, references, and results as plain data."""

import random
import textwrap

import numpy as np
import pytest

from autograder.sandbox.inside.catalogue import CATALOGUE
from autograder.sandbox.inside.run import ITEMS, Runner
from autograder.sandbox.inside.values import Function, Generator, Opaque, Raised, Ref

X = np.arange(6.0).reshape(2, 3)


def runner(*cells: str) -> Runner:
    """A runner with these cells loaded, none of which may fail."""
    made = Runner()
    for index, cell in enumerate(cells):
        assert made.load(index, textwrap.dedent(cell)) is None
    made.begin()
    return made


def call(made: Runner, name: str, *args: object, names: object = None, **kwargs: object) -> object:
    return made.do(("call", name, args, kwargs, names))


# Cells


def test_a_cell_that_raises_says_its_name_and_line_and_nothing_of_its_text():
    made = Runner()
    assert made.load(3, "x = 1\n\nraise ValueError('the hidden input is 42')") == Raised("ValueError", 3, 3)
    assert made.load(4, "y = x") is None


def test_a_cell_that_does_not_parse_says_where():
    assert Runner().load(2, "x = 1\ndef f(:\n") == Raised("SyntaxError", 2, 2)
    assert Runner().load(2, "if True:\nx = 1") == Raised("IndentationError", 2, 2)


@pytest.mark.parametrize("source", ["\0", "é\udc80", "(" * 500, "x = " + "-" * 100_000 + "1"])
def test_a_cell_that_cannot_be_compiled_is_a_failed_cell(source):
    assert type(Runner().load(0, source)) is Raised


def test_what_a_failed_cell_defined_before_its_failure_is_there():
    made = Runner()
    made.load(0, "def f():\n    return 1\n1 / 0\ndef g():\n    return 2")
    made.begin()
    assert call(made, "f") == 1
    assert call(made, "g") == Raised("NotDefined")


@pytest.mark.parametrize(("source", "kind"), [
    ("raise SystemExit(0)", "SystemExit"),
    ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ("raise GeneratorExit", "GeneratorExit"),
    ("class Mine(ValueError): pass\nraise Mine", "ValueError"),
    ("class Mine(BaseException): pass\nraise Mine", "BaseException"),
    ("class NotDefined(Exception): pass\nraise NotDefined", "Exception"),
    ("import numpy as np\nnp.linalg.inv(np.zeros((2, 2)))", "LinAlgError"),
    ("import numpy as np\nnp.sum(np.ones(2), axis=3)", "AxisError"),
    ("def f(): return f()\nf()", "RecursionError"),
    ("import pandas", "ModuleNotFoundError"),
])  # fmt: skip
def test_any_exception_becomes_a_name_of_the_list(source, kind):
    raised = Runner().load(0, source)
    assert isinstance(raised, Raised)
    if source != "import pandas":
        assert raised.kind == kind


def test_the_line_is_the_last_one_in_the_submission_not_in_a_library():
    made = runner(
        "import numpy as np", "def f(x):\n    y = x\n    return helper(y)", "def helper(y):\n    return y @ y.T @ y.T"
    )
    assert call(made, "f", X) == Raised("ValueError", 2, 2)


def test_cells_see_each_other_and_are_main_as_in_a_notebook():
    made = runner("a = 2", "def f():\n    return a, __name__", "a = 3")
    assert call(made, "f") == (3, "__main__")


def test_cells_do_not_inherit_the_runner_s_future_imports_or_names():
    made = runner(
        "names = sorted(name for name in globals() if name in ('Runner', 'np', 'copy', 'Raised'))",
        "def f(): return names",
    )
    assert call(made, "f") == []


# Calls


def test_the_latest_definition_counts():
    made = runner("def f(): return 1", "def f(): return 2")
    assert call(made, "f") == 2


def test_what_is_not_defined_says_so_and_a_name_error_inside_is_another_thing():
    made = runner("def f(): return nothing")
    assert call(made, "g") == Raised("NotDefined")
    assert call(made, "f") == Raised("NameError", 0, 1)


def test_not_implemented_is_told_apart():
    assert call(runner("def f():\n    raise NotImplementedError"), "f") == Raised("NotImplementedError", 0, 2)


def test_wrong_arguments_are_a_type_error_without_a_place():
    assert call(runner("def f(x): return x"), "f", 1, 2) == Raised("TypeError")


def test_what_the_contract_calls_cache_stays_inside_whatever_it_is():
    made = runner("def f(x): return x, x + 1", "def g(d, cache): return d * cache")
    out, cache = call(made, "f", X, names=("out", "cache"))
    assert np.array_equal(out, X)
    assert cache == Opaque("cache")
    assert np.array_equal(call(made, "g", 2.0, Ref(0, (1,))), 2 * (X + 1))


def test_a_result_of_another_length_than_its_contract_is_sent_as_it_is():
    assert call(runner("def f(): return 1, 2, 3"), "f", names=("out", "cache")) == (1, 2, 3)


def test_a_reference_to_plain_data_is_a_copy_of_what_was_returned_then():
    made = runner(
        """
        import numpy as np
        state = np.zeros(2)
        def f():
            return state
        def g(x):
            x += 1
            state[:] = 9
            return x
        """
    )
    first = call(made, "f")
    assert np.array_equal(call(made, "g", Ref(0, (), opaque=False)), [1, 1])
    assert np.array_equal(first, [0, 0]), "results are copied at once"
    assert np.array_equal(call(made, "g", Ref(0, (), opaque=False)), [1, 1]), "not changed by the call before"


def test_a_reference_to_something_opaque_is_the_thing_itself():
    made = runner(
        """
        class Layer:
            n = 0
            def step(self):
                self.n += 1
                return self.n
        """
    )
    assert call(made, "Layer", names="layer") == Opaque("object")
    assert made.do(("method", Ref(0), "step", (), {}, None)) == 1
    assert made.do(("method", Ref(0), "step", (), {}, None)) == 2
    assert made.do(("get", Ref(0), "n")) == 2
    assert made.do(("get", Ref(0), "step")) == Opaque("method")


def test_references_into_a_call_whose_arguments_came_back_find_the_result_and_the_arguments():
    made = runner("def f(x):\n    x += 1\n    return x * 2, {'x': x}", "def g(cache): return cache['x'] + 0")
    result, (args, kwargs) = made.do(("echo", "f", (X.copy(),), {}, ("out", "cache")))
    assert np.array_equal(result[0], 2 * (X + 1))
    assert np.array_equal(args[0], X + 1)
    assert kwargs == {}
    assert np.array_equal(call(made, "g", Ref(0, (0, 1))), X + 1)
    assert np.array_equal(call(made, "g", {"x": Ref(0, (1, 0, 0), opaque=False)}), X + 1)


def test_an_argument_out_of_a_call_that_raised_is_unresolved_and_blames_nobody():
    made = runner("def f(): return 1 / 0", "def g(x): return x")
    call(made, "f")
    assert call(made, "g", Ref(0, (1,))) == Raised("Unresolved")
    assert call(made, "g", Ref(0, (1,), opaque=False)) == Raised("Unresolved")
    assert call(made, "g", Ref(1)) == Raised("Unresolved")


@pytest.mark.parametrize("attribute", ["__class__", "_private", "__dict__"])
def test_private_attributes_are_not_looked_at(attribute):
    made = runner("class A:\n    _private = 1", "def f(): return A()")
    call(made, "f")
    assert made.do(("get", Ref(0), attribute)).kind == "AttributeError"


def test_an_example_forgets_the_one_before():
    made = runner("def f(x): return x")
    assert made.example([("call", "f", (1,), {}, None), ("call", "f", (Ref(0, (), False),), {}, None)]) == [1, 1]
    assert made.example([("call", "f", (Ref(0, (), False),), {}, None)])[0].kind == "IndexError"


def test_every_operation_has_writeable_arguments_of_its_own():
    made = runner("def f(x):\n    x[...] = 0\n    return x.sum()")
    ops = [("call", "f", ([X.copy()],), {}, None)]
    assert made.example(ops)[0].kind == "TypeError"
    assert call(made, "f", X.copy()) == 0


# Results


@pytest.mark.parametrize(("value", "kind"), [
    ("(i for i in range(3))", "generator"),
    ("{1, 2}", "set"),
    ("len", "object"),
    ("lambda: 0", "function"),
    ("int", "type"),
    ("np.array([{}, []], object)", "object array"),
    ("np.array(['a'])", "str array"),
    ("np.ma.masked_all(3)", "MaskedArray"),
    ("np.matrix([[1]])", "matrix"),
    ("np.zeros(5_000_000)", "huge array"),
    ("1j", "object"),
    ("b'bytes'", "object"),
    ("type('generator2', (), {})()", "object"),
    ("type('Words that a student chose', (), {})()", "object"),
    ("{(1, 2): 3}", "object"),
])  # fmt: skip
def test_what_is_not_plain_data_stays_inside_under_a_name_of_the_list(value, kind):
    made = runner("import numpy as np", f"def f(): return {value}")
    assert call(made, "f") == Opaque(kind)
    assert call(made, "f", names="out") == Opaque(kind)


def test_a_subclass_of_a_plain_type_does_not_pass_for_it():
    made = runner(
        """
        import numpy as np
        class Lie(np.ndarray):
            def __eq__(self, other): return np.ones(self.shape, bool)
        class Number(float):
            def __sub__(self, other): return 0.0
        def f(): return np.zeros(3).view(Lie)
        def g(): return Number(1)
        """
    )
    assert call(made, "f") == Opaque("object")
    assert call(made, "g") == Opaque("object")


def test_a_generator_is_read_where_the_contract_says_so_and_no_further_than_the_cap():
    made = runner("def f():\n    n = 0\n    while True:\n        yield n\n        n += 1", "def g(): return [1, 2]")
    assert call(made, "f", names="batches...") == list(range(ITEMS))
    assert call(made, "g", names="batches...") == [1, 2]
    assert call(made, "f", names="batches") == Opaque("generator")


def test_a_generator_that_raises_on_the_way_raised():
    made = runner("def f():\n    yield 1\n    raise KeyError('x')")
    assert call(made, "f", names="batches...") == Raised("KeyError", 0, 3)


def test_results_that_hold_themselves_come_to_an_end():
    made = runner(
        "def f():\n    x = []\n    x.append(x)\n    return x", "def g():\n    d = {}\n    d['d'] = d\n    return (d,)"
    )
    assert repr(call(made, "f")) == "[" * 8 + "Opaque(kind='object')" + "]" * 8
    assert type(call(made, "g")) is tuple


# What a suite may hand in


def test_a_generator_of_random_numbers_is_made_from_its_seed():
    made = runner("def f(rng): return rng.standard_normal(3)")
    assert np.array_equal(call(made, "f", Generator(7)), np.random.default_rng(7).standard_normal(3))


def test_a_function_of_the_catalogue_is_handed_in_by_name_and_no_other():
    made = runner("def f(g, x): return g(x)")
    assert call(made, "f", Function("sum_of_squares"), X) == np.sum(X**2)
    assert call(made, "f", Function("eval"), "1") == Raised("KeyError")


@pytest.mark.parametrize(("name", "gradient"), [
    ("sum_of_squares", lambda x: 2 * x),
    ("sum_of_sines", np.cos),
    ("sum_of_cubes", lambda x: 3 * x**2),
    ("log_sum_exp", lambda x: np.exp(x) / np.exp(x).sum()),
])  # fmt: skip
def test_the_functions_of_the_catalogue_have_the_gradients_that_they_say(name, gradient):
    x, h = np.random.default_rng(1).normal(size=5), 1e-6
    numerical = [(CATALOGUE[name](x + h * e) - CATALOGUE[name](x - h * e)) / (2 * h) for e in np.eye(5)]
    assert np.allclose(numerical, gradient(x), rtol=1e-8)


def test_global_generators_start_the_same_in_every_cell_and_every_example():
    draw = "np.random.rand(), random.random()"
    source = f"import numpy as np, random\nw = {draw}\ndef f(): return w, {draw}"
    seen = []
    for _ in range(2):
        made = runner(source)
        seen += [made.example([("call", "f", (), {}, None)]), made.example([("call", "f", (), {}, None)])]
        np.random.rand(3)  # noqa: NPY002 - the judge's own draws in between change nothing
        random.random()
    assert seen == [seen[0]] * 4


# Stand-ins


@pytest.mark.parametrize("source", [
    "import matplotlib.pyplot as plt\nplt.plot([1], [2], label='x')\nplt.legend()\nplt.show()",
    "from matplotlib import pyplot as plt, cm\nfig, ax = plt.subplots()\nax.set_title('x')\nax.twinx().plot([1])",
    "import matplotlib.pyplot as plt\nfig, (a, b) = plt.subplots(1, 2, figsize=(3, 4))\na.imshow([[1]])",
    "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 3)\nfor row in axes:\n    for a in row: a.axis(0)",
    "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 3)\naxes[0, 1].set(xlabel='x')",
    "import matplotlib\nmatplotlib.use('Agg')\nmatplotlib.rcParams['figure.dpi'] = 100",
    "import matplotlib.pyplot as plt\nwith plt.style.context('ggplot'):\n    plt.figure().savefig('x.png')",
    "import seaborn as sns\nsns.set_theme()",
    "import labkit\nlabkit.check(1)\nlabkit.anything.at.all(2)",
    "from labkit import close, show as display_it\nclose(1, 2)",
    "from IPython.display import display, Markdown\ndisplay(Markdown('x'))",
    "get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay(1)",
    "from tqdm import tqdm, trange\nassert [i for i in tqdm(range(3))] == [0, 1, 2] == [i for i in trange(3)]",
    "from tqdm.auto import tqdm\nbar = tqdm(range(3))\nfor i in bar: bar.set_postfix(i=i)\nassert len(bar) == 3",
    "from tqdm.notebook import tqdm\nwith tqdm(total=3) as bar:\n    bar.update(1)",
    "import tqdm\nassert sum(tqdm.tqdm([1, 2])) == 3\nassert list(tqdm.notebook.tqdm(zip([1], [2]))) == [(1, 2)]",
    "from ipywidgets import interact\n@interact\ndef f(x): return x\nassert f(2) == 2",
    "import matplotlib.pyplot as plt\nline, = plt.plot([1], [2], 'r--')\nline.set_ydata([3])",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n(line,) = ax.semilogy([1])\nplt.plot([1])[0].set(lw=2)",
    "import matplotlib.pyplot as plt\nn, bins, _ = plt.hist([1, 2], bins=2)\nprint(n.max(), f'{bins[0]:.2f}', len(n))",
    "import matplotlib.pyplot as plt\nn, *_ = plt.hist([1])\nplt.ylim(0, 1.1 * n.max() + 1)\nint(n[0]), float(-n)",
    "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 2)\na, b, c, d = axes.ravel()\nassert len(axes) == 2",
    "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 3)\nassert len([ax for ax in axes.flat]) == 6",
    "import matplotlib.pyplot as plt\nax = plt.gca()\nif ax.get_ylim()[1] > 1 or ax == 2 or ax: raise ValueError",
    "import matplotlib.pyplot as plt\nax = plt.gca()\nwhile ax.n >= 1: pass\nx = {ax: 1}\ndel ax.lines[0], ax.x",
    "import labkit, numpy as np\ne = abs(np.ones((2, 3)) - labkit.numerical_gradient(len, 1)).max()\nf'{e:.1e}'",
    "import labkit, numpy as np\nx = np.ones(3)\nx = x * labkit.a ** 2\nx += 1\n'%s' % np.sqrt(x), np.max(x), x @ x",
])  # fmt: skip
def test_drawing_showing_and_progress_bars_do_nothing_and_do_no_harm(source):
    assert Runner().load(0, source) is None


def test_numpy_and_the_standard_library_are_the_real_ones():
    made = runner(
        "import numpy as np, math, collections.abc\nfrom numpy.linalg import norm",
        "def f(): return norm(np.ones(4)), math.pi",
    )
    assert call(made, "f") == (2.0, np.pi)


def test_what_a_stand_in_gives_back_is_no_answer():
    made = runner("import labkit", "def f(x): return labkit.numerical_gradient(f, x)")
    assert call(made, "f", X) == Opaque("object")
    made = runner("import labkit", "def f(x): return x + 0 * labkit.numerical_gradient(f, x)")
    assert call(made, "f", X) == Opaque("object")


LAYERS = """
class Double:
    def forward(self, x):
        if x is None:
            raise ValueError
        return 2 * x
"""


def test_what_the_lab_provides_can_be_imported_in_every_way():
    runner = Runner()
    runner.provide("layers", LAYERS)
    ways = ["from layers import Double", "import layers", "import layers as l", "from layers import *"]
    assert [runner.load(number, way) for number, way in enumerate(ways)] == [None] * 4
    runner.load(4, "def f(x):\n    return Double().forward(x) + layers.Double().forward(x) + l.Double().forward(x)")
    assert runner.example([("call", "f", (1,), {}, None)]) == [6]


def test_an_exception_in_what_the_lab_provides_is_told_at_the_submissions_own_line():
    runner = Runner()
    runner.provide("layers", LAYERS)
    runner.load(7, "from layers import Double\ndef f(x):\n    return Double().forward(x)")
    assert runner.example([("call", "f", (None,), {}, None)]) == [Raised("ValueError", 7, 3)]


def test_what_one_lab_provides_is_not_there_in_another_submission():
    runner = Runner()
    runner.provide("handed_out_once", LAYERS)
    assert Runner().load(0, "import handed_out_once").kind in ("ImportError", "ModuleNotFoundError")
