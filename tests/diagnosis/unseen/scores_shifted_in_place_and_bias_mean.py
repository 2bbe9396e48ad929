LAB = "lab01_backprop"
MISTAKES = [
    "subtracts the row maxima from the caller's scores in place",
    "takes the mean over the batch for db where the sum is due",
]

from solutions.lab01_backprop import *


def softmax_cross_entropy(scores, y):
    n, c = scores.shape
    scores -= scores.max(axis=1, keepdims=True)
    total = np.exp(scores).sum(axis=1, keepdims=True)
    logp = scores - np.log(total)
    picked = logp[range(n), y]
    target = np.eye(c)[y]
    return -picked.sum() / n, (np.exp(logp) - target) / n


def linear_backward(dout, cache):
    x, w = cache
    dx = np.matmul(dout, np.transpose(w))
    dw = np.matmul(np.transpose(x), dout)
    db = np.mean(dout, axis=0)
    return dx, dw, db
