"""returns one table of indices, which fits only if batch_size divides num_samples"""

from solutions.lab01_backprop import *

HINT = "How many rows has a table whose last row is short?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
    "test_minibatches::test_a_batch_may_be_larger_than_all_there_is",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    return order.reshape(-1, batch_size)
