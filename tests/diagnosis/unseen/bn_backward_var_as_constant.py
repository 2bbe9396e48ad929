LAB = "lab02_batchnorm"
MISTAKES = ["lets the gradient flow through the mean but treats the variance as a constant"]

from solutions.lab02_batchnorm import *


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    N = len(dout)
    dbeta = np.ones(N) @ dout
    dgamma = np.einsum("nd,nd->d", dout, x_hat)
    dxc = dout * gamma / std
    if not training:
        return dxc, dgamma, dbeta
    dmean = -dxc.sum(axis=0)
    return dxc + dmean / N, dgamma, dbeta
