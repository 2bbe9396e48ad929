"""takes e^scores as it comes, which overflows for large scores"""

from solutions.lab01_backprop import *

HINT = "What is e^10000 in floating point, and by which number may all powers of a row be divided?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_dscores_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    powers = np.exp(scores)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / N
