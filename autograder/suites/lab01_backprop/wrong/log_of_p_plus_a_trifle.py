"""adds 1e-12 to p inside the logarithm, which caps the loss"""

from solutions.lab01_backprop import *

HINT = "What does a class that lies 10,000 behind cost, and what does your loss say?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y] + 1e-12).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / N
