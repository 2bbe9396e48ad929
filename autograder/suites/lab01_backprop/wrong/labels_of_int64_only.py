"""refuses labels that are not int64"""

from solutions.lab01_backprop import *

HINT = "Is y an integer if it is an int32?"
FAILS = [
    "test_softmax_cross_entropy::test_labels_of_either_width",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    if y.dtype != np.int64:
        raise TypeError("int64 only")
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores / N
