"""takes the logarithm of probabilities that have become 0"""

from solutions.lab01_backprop import *

HINT = "Can log p be had without p, from the scores and the logarithm of the sum?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(1 / p[rows, y]))
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / N
