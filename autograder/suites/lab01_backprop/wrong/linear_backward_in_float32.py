"""computes the gradients in float32, whatever dout is"""

from solutions.lab01_backprop import *

HINT = "How many digits does float32 keep, and how many has dout?"
FAILS = [
    "test_linear_backward::test_float64_stays_float64",
]


def linear_backward(dout, cache):
    x, w = cache
    dout = dout.astype(np.float32)
    x, w = x.astype(np.float32), w.astype(np.float32)
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
