"""makes batch_size batches"""

from solutions.lab01_backprop import *

HINT = "Does batch_size count the batches or the samples of one?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
    "test_minibatches::test_every_sample_comes_once_in_full_batches",
    "test_minibatches::test_a_batch_may_be_larger_than_all_there_is",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    return np.array_split(order, batch_size)
