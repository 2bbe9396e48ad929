"""lets the last batch reach back over the one before"""

from solutions.lab01_backprop import *

HINT = "How often does each sample come?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    starts = [min(start, max(num_samples - batch_size, 0)) for start in range(0, num_samples, batch_size)]
    return [order[start : start + batch_size] for start in starts]
