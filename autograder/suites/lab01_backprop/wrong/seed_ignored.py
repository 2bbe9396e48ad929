"""shuffles without the seed"""

from solutions.lab01_backprop import *

HINT = "What is the argument seed for?"
TWIN = "any.chance"
FAILS = [
    "test_minibatches::test_the_same_seed_gives_the_same_batches",
    "test_minibatches::test_seed_0_is_a_seed",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng().permutation(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
