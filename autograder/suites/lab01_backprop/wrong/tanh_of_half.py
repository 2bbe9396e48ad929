"""returns tanh(x / 2), the sigmoid stretched to (-1, 1)"""

from solutions.lab01_backprop import *

HINT = "Which number stands in front of x in tanh(x) = 2 sigmoid(?) - 1?"
FAILS = [
    "test_tanh::test_out_is_tanh",
]


def tanh_forward(x):
    out = np.tanh(x / 2)
    return out, out
