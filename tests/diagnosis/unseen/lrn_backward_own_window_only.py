LAB = "lab07_alexnet"
MISTAKES = ["differentiates only a channel's own output, as if the sums of its neighbours did not hold it"]

from solutions.lab07_alexnet import *


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    direct = s ** (-beta)
    own = -2 * alpha * beta * x * x * s ** (-beta - 1)
    return dout * (direct + own)
