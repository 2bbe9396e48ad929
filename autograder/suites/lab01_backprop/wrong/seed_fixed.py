"""uses seed 0 whatever it is given"""

from solutions.lab01_backprop import *

HINT = "Should every epoch have the same order?"
FAILS = [
    "test_minibatches::test_another_seed_gives_another_order",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(0).permutation(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
