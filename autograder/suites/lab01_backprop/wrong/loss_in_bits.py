"""takes the logarithm to base 2"""

from solutions.lab01_backprop import *

HINT = "Which logarithm undoes e^x?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_is_the_mean_of_minus_log_p",
    "test_softmax_cross_entropy::test_loss_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
    "test_softmax_cross_entropy::test_equal_scores_cost_log_c",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean() / np.log(2)
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores / N
