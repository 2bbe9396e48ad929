"""computes the slope as 4 e^2x / (e^2x + 1)^2, which is nan for large numbers"""

from solutions.lab01_backprop import *

HINT = "What is infinity divided by infinity?"
FAILS = [
    "test_tanh::test_nothing_passes_where_tanh_is_flat",
]


def tanh_forward(x):
    return np.tanh(x), x


def tanh_backward(dout, cache):
    e = np.exp(2 * cache)
    return dout * 4 * e / (e + 1) ** 2
