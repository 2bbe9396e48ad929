"""clips x to [-1, 1], which is near tanh for small x only"""

from solutions.lab01_backprop import *

HINT = "Is tanh straight between -1 and 1?"
FAILS = [
    "test_tanh::test_out_is_tanh",
]


def tanh_forward(x):
    out = np.clip(x, -1, 1)
    return out, out
