"""fills the last batch up with samples from the front"""

from solutions.lab01_backprop import *

HINT = "How often does each sample come?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
    "test_minibatches::test_a_batch_may_be_larger_than_all_there_is",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    order = np.concatenate([order, order[: -num_samples % batch_size]])
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
