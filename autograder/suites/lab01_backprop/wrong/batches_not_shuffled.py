"""cuts the samples into batches in their own order"""

from solutions.lab01_backprop import *

HINT = "If the data are sorted by class, what does the first batch hold?"
FAILS = [
    "test_minibatches::test_the_order_is_random",
    "test_minibatches::test_another_seed_gives_another_order",
]


def minibatches(num_samples, batch_size, seed):
    order = np.arange(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
