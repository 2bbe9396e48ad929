LAB = "lab02_batchnorm"
MISTAKES = ["subtracts the terms of mean and variance after an evaluation forward, too"]

from solutions.lab02_batchnorm import *


def batchnorm_backward(dout, cache):
    xh, g, sd, _ = cache
    n = xh.shape[0]
    db = np.sum(dout, 0)
    dg = np.sum(xh * dout, 0)
    dx = (g / (n * sd)) * (n * dout - db - xh * dg)
    return dx, dg, db
