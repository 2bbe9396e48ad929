"""makes an empty last batch if batch_size divides num_samples"""

from solutions.lab01_backprop import *

HINT = "What is 12 // 4 + 1?"
FAILS = [
    "test_minibatches::test_every_sample_comes_once_in_full_batches",
]


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(num_samples // batch_size + 1)]
