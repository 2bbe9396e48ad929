"""computes out in float32, whatever x is"""

from solutions.lab01_backprop import *

HINT = "How many digits does float32 keep, and how many has x?"
FAILS = [
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_float64_stays_float64",
]


def tanh_forward(x):
    out = np.tanh(x.astype(np.float32))
    return out, out
