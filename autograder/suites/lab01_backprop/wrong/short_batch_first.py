"""takes the short batch first"""

from solutions.lab01_backprop import *

HINT = "Which batch is the short one?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    left = num_samples % batch_size
    cuts = range(left or batch_size, num_samples, batch_size)
    return np.split(order, cuts)
