"""clips scores to [-500, 500]"""

from solutions.lab01_backprop import *

HINT = "What becomes of scores of 9,998 and 10,002?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_dscores_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = np.clip(scores, -500, 500)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores / N
