"""returns lists instead of arrays"""

from solutions.lab01_backprop import *

HINT = "Which type does the docstring give a batch?"
FAILS = [
    "test_minibatches::test_batches_are_arrays_of_integers",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    order = order.tolist()
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
