"""keeps its generator from call to call, so that the same seed goes on where it stopped"""

from solutions.lab01_backprop import *

HINT = "Where does the second call with the same seed start?"
TWIN = "any.chance"
FAILS = [
    "test_minibatches::test_the_same_seed_gives_the_same_batches",
    "test_minibatches::test_seed_0_is_a_seed",
]

generators = {}


def minibatches(num_samples, batch_size, seed):
    rng = generators.setdefault(seed, np.random.default_rng(seed))
    order = rng.permutation(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
