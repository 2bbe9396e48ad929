"""subtracts the mean score of a row, not the greatest"""

from solutions.lab01_backprop import *

HINT = "Which score must become 0, so that no power overflows?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
    "test_softmax_cross_entropy::test_dscores_of_a_hopeless_class",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    powers = np.exp(scores - scores.mean(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / N
