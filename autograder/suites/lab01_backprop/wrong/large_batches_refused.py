"""refuses a batch_size that exceeds num_samples"""

from solutions.lab01_backprop import *

HINT = "What does the docstring say of such a batch_size?"
FAILS = [
    "test_minibatches::test_a_batch_may_be_larger_than_all_there_is",
]


def minibatches(num_samples, batch_size, seed):
    if batch_size > num_samples:
        raise ValueError("batch_size exceeds num_samples")
    order = np.random.default_rng(seed).permutation(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
