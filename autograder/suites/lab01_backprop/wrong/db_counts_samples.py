"""returns the number of samples as db, whatever dout is"""

from solutions.lab01_backprop import *

HINT = "How does the gradient that arrives from above enter db?"
FAILS = [
    "test_linear_backward::test_db_is_the_gradient_of_b",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_gradients_add_up",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, np.full(w.shape[1], float(len(x)))
