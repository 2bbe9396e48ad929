"""makes batches of even size instead of full ones"""

from solutions.lab01_backprop import *

HINT = "How many samples belong into every batch but the last?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    return np.array_split(order, -(-num_samples // batch_size))
