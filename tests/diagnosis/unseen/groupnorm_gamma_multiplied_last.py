LAB = "lab05_normalization"
MISTAKES = [
    "multiplies by gamma after the gradient has gone through the statistics, although gamma differs within a group"
]

from solutions.lab05_normalization import *


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = cache
    N, C, H, W = dout.shape
    d = dout.reshape(N, groups, -1)
    xh = x_hat.reshape(N, groups, -1)
    m = d.shape[2]
    dx = (d - d.sum(2, keepdims=True) / m - xh * (d * xh).sum(2, keepdims=True) / m) / std
    dx = dx.reshape(N, C, H, W) * gamma[None, :, None, None]
    return dx, (dout * x_hat).sum((0, 2, 3)), dout.sum((0, 2, 3))
