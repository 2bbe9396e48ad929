"""subtracts the greatest score from the caller's array"""

from solutions.lab01_backprop import *

HINT = "Who else holds the array scores?"
FAILS = [
    "test_softmax_cross_entropy::test_scores_and_labels_stay_as_they_are",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = scores
    s -= s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores / N
