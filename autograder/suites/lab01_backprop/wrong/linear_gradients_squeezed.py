"""drops axes of length 1, and with them the batch of one"""

from solutions.lab01_backprop import *

HINT = "Which shape has dx for a single sample?"
FAILS = [
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_gradients_have_the_shapes_of_what_they_belong_to",
]


def linear_backward(dout, cache):
    x, w = cache
    return np.squeeze(dout @ w.T), np.squeeze(x.T @ dout), dout.sum(axis=0)
