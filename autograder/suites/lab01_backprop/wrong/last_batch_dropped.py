"""drops the last short batch, which is right only if batch_size divides num_samples"""

from solutions.lab01_backprop import *

HINT = "Which samples does the network never see?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_and_the_last_batch_is_short",
    "test_minibatches::test_a_batch_may_be_larger_than_all_there_is",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples - batch_size + 1, batch_size)]
