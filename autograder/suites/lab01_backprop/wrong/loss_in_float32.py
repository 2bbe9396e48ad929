"""returns loss and dscores in float32, whatever the scores are"""

from solutions.lab01_backprop import *

HINT = "How many digits does float32 keep, and how many have scores?"
FAILS = [
    "test_softmax_cross_entropy::test_dscores_of_a_sample_add_up_to_0",
    "test_softmax_cross_entropy::test_float64_stays_float64",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return np.float32(loss), np.float32(dscores / N)
