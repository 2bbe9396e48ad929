"""takes apart the shape as (N, D), which is right for arrays of two axes only"""

from solutions.lab01_backprop import *

HINT = "Which shapes of x does the docstring name?"
FAILS = [
    "test_tanh::test_out_is_tanh",
    "test_tanh::test_large_numbers_do_not_overflow",
    "test_tanh::test_tanh_is_odd",
    "test_tanh::test_shapes",
    "test_tanh::test_float32_is_as_good_as_float64",
    "test_tanh::test_float64_stays_float64",
    "test_tanh::test_x_stays_as_it_is",
]


def tanh_forward(x):
    N, D = x.shape
    out = np.empty((N, D))
    for n in range(N):
        for d in range(D):
            out[n, d] = np.tanh(x[n, d])
    return out, out
