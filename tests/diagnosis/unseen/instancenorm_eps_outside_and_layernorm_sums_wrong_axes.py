LAB = "lab05_normalization"
MISTAKES = [
    "adds eps after the root in instance normalisation",
    "sums dbeta of layer normalisation over all axes, to a single number",
]

from solutions.lab05_normalization import *


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    centred = x - x.mean(axis=(2, 3), keepdims=True)
    std = np.sqrt((centred * centred).mean(axis=(2, 3), keepdims=True)) + eps
    x_hat = centred / std
    return np.einsum("c,nchw->nchw", gamma, x_hat) + beta.reshape(1, -1, 1, 1), (x_hat, std, gamma)


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, x_hat.ndim))
    d = dout * gamma
    m1 = np.mean(d, axis=axes, keepdims=True)
    m2 = np.mean(d * x_hat, axis=axes, keepdims=True)
    dx = (d - m1 - m2 * x_hat) / std
    return dx, np.sum(dout * x_hat, axis=0), np.sum(dout)
