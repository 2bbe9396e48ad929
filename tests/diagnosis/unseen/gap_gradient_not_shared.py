LAB = "lab04_pooling"
MISTAKES = ["hands the whole gradient of a channel to every pixel, without dividing by H * W"]

from solutions.lab04_pooling import *


def global_avg_pool_forward(x):
    N, C, H, W = x.shape
    out = x.reshape(N, C, H * W).sum(axis=2) / (H * W)
    return out.reshape(N, C, 1, 1), x


def global_avg_pool_backward(dout, cache):
    dx = np.zeros(cache.shape, dout.dtype)
    dx += dout
    return dx
