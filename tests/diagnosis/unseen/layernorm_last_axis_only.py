LAB = "lab05_normalization"
MISTAKES = ["takes mean and variance over the last axis only, also for images"]

from solutions.lab05_normalization import *


def layernorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    xn = (x - mu) / np.sqrt(var + eps)
    return xn * gamma + beta, (xn, np.sqrt(var + eps), gamma)


def layernorm_backward(dout, cache):
    xn, s, gamma = cache
    d = dout * gamma
    dx = (d - d.mean(axis=-1, keepdims=True) - xn * (d * xn).mean(axis=-1, keepdims=True)) / s
    return dx, np.sum(dout * xn, axis=0), np.sum(dout, axis=0)
