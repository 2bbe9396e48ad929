LAB = "lab05_normalization"
MISTAKES = ["divides the summed gradients by N, not by N * H * W"]

from solutions.lab05_normalization import *


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    n = x_hat.shape[0]
    dgamma = np.einsum("nchw,nchw->c", dout, x_hat)
    dbeta = np.einsum("nchw->c", dout)
    g = gamma.reshape(1, -1, 1, 1)
    if training:
        dx = g / std * (dout - dbeta.reshape(1, -1, 1, 1) / n - x_hat * dgamma.reshape(1, -1, 1, 1) / n)
    else:
        dx = g * dout / std
    return dx, dgamma, dbeta
