LAB = "lab05_normalization"
MISTAKES = ["adds dgamma and dbeta up over the pixels but not over the batch, so that they have the shape (N, C)"]

from solutions.lab05_normalization import *


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dgamma = (dout * x_hat).sum(axis=(2, 3))
    dbeta = dout.sum(axis=(2, 3))
    H, W = dout.shape[2:]
    d = dout * gamma[None, :, None, None]
    mean_d = d.sum(axis=(2, 3), keepdims=True) / (H * W)
    mean_dx = (d * x_hat).sum(axis=(2, 3), keepdims=True) / (H * W)
    return (d - mean_d - x_hat * mean_dx) / std, dgamma, dbeta
