"""reads the scores in the order in which they lie in memory"""

from solutions.lab01_backprop import *

HINT = "Does ravel(order='K') visit the numbers row by row?"
FAILS = [
    "test_softmax_cross_entropy::test_memory_layout_does_not_matter",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    scores = scores.ravel(order="K").reshape(N, C)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores / N
