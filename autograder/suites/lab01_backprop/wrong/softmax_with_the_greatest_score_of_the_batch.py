"""subtracts the greatest score of the whole batch, so that rows far below it become 0 / 0"""

from solutions.lab01_backprop import *

HINT = "If one sample's scores all lie 20,000 below another's, what is left of its powers?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_dscores_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    powers = np.exp(scores - scores.max())
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / N
