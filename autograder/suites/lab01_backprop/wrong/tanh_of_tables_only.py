"""takes apart the shape as (N, D), which is right for arrays of two axes only"""

from solutions.lab01_backprop import *

HINT = "Which shapes of x does the docstring name?"
FAILS = [
    "test_tanh::test_shapes",
]


def tanh_forward(x):
    N, D = x.shape
    out = np.empty((N, D))
    for n in range(N):
        for d in range(D):
            out[n, d] = np.tanh(x[n, d])
    return out, out
