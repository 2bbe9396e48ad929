"""draws the samples with replacement"""

from solutions.lab01_backprop import *

HINT = "How often does each sample come?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
    "test_minibatches::test_every_sample_comes_once_in_full_batches",
    "test_minibatches::test_the_order_is_random",
    "test_minibatches::test_a_batch_may_be_larger_than_all_there_is",
    "test_minibatches::test_the_same_seed_gives_the_same_batches",
    "test_minibatches::test_another_seed_gives_another_order",
    "test_minibatches::test_seed_0_is_a_seed",
]


def minibatches(num_samples, batch_size, seed):
    rng = np.random.default_rng(seed)
    sizes = [min(batch_size, num_samples - start) for start in range(0, num_samples, batch_size)]
    return [rng.integers(num_samples, size=size) for size in sizes]
