"""takes seed 0 as no seed at all"""

from solutions.lab01_backprop import *

HINT = "Is 0 true or false in Python?"
TWIN = "any.chance"
FAILS = [
    "test_minibatches::test_seed_0_is_a_seed",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed or None).permutation(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
