"""clips dout to [-1, 1]"""

from solutions.lab01_backprop import *

HINT = "If dout triples, what happens to dx?"
FAILS = [
    "test_tanh::test_dx_is_the_gradient_of_x",
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_dx_grows_with_dout",
]


def tanh_backward(dout, cache):
    out = cache
    return np.clip(dout, -1, 1) * (1 - out**2)
