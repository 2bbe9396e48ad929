"""computes dx in float32, whatever dout is"""

from solutions.lab01_backprop import *

HINT = "How many digits does float32 keep, and how many has dout?"
FAILS = [
    "test_tanh::test_float64_stays_float64",
]


def tanh_backward(dout, cache):
    out = cache
    return (dout * (1 - out**2)).astype(np.float32)
