"""returns (one-hot - p) / N"""

from solutions.lab01_backprop import *

HINT = "Does the loss grow or shrink with the score of the right class?"
FAILS = [
    "test_softmax_cross_entropy::test_dscores_is_the_gradient_of_the_loss",
    "test_softmax_cross_entropy::test_dscores_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_dscores_of_a_hopeless_class",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, -dscores / N
