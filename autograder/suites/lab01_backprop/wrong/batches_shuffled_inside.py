"""shuffles the samples of each batch, but leaves them in their batch"""

from solutions.lab01_backprop import *

HINT = "Do neighbours ever come into different batches?"
FAILS = [
    "test_minibatches::test_the_order_is_random",
]


def minibatches(num_samples, batch_size, seed):
    order = np.arange(num_samples)
    rng = np.random.default_rng(seed)
    return [rng.permutation(order[start : start + batch_size]) for start in range(0, num_samples, batch_size)]
