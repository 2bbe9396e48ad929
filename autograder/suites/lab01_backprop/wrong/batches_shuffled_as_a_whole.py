"""shuffles the batches, but leaves the samples of each together"""

from solutions.lab01_backprop import *

HINT = "Do neighbours ever come into different batches?"
FAILS = [
    "test_minibatches::test_the_order_is_random",
]


def minibatches(num_samples, batch_size, seed):
    order = np.arange(num_samples)
    batches = [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
    middle = np.random.default_rng(seed).permutation(num_samples // batch_size)
    return [batches[i] for i in middle] + batches[len(middle) :]
