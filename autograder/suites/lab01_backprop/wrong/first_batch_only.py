"""returns the first batch only"""

from solutions.lab01_backprop import *

HINT = "How many batches does it take to see every sample?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
    "test_minibatches::test_every_sample_comes_once_in_full_batches",
    "test_minibatches::test_the_order_is_random",
    "test_minibatches::test_the_same_seed_gives_the_same_batches",
    "test_minibatches::test_another_seed_gives_another_order",
    "test_minibatches::test_seed_0_is_a_seed",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    return [order[:batch_size]]
