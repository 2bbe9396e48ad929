"""divides the scores by the greatest instead of subtracting it"""

from solutions.lab01_backprop import *

HINT = "Does e^(s / m) give the same ratios as e^s? And e^(s - m)?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_is_the_mean_of_minus_log_p",
    "test_softmax_cross_entropy::test_dscores_is_the_gradient_of_the_loss",
    "test_softmax_cross_entropy::test_loss_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_dscores_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
    "test_softmax_cross_entropy::test_dscores_of_a_hopeless_class",
    "test_softmax_cross_entropy::test_a_constant_per_row_changes_nothing",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = scores / np.abs(scores).max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores / N
