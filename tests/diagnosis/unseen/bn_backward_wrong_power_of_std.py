LAB = "lab02_batchnorm"
MISTAKES = ["takes the derivative of 1/std with std squared where the third power belongs"]

from solutions.lab02_batchnorm import *


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    n = dout.shape[0]
    dgamma, dbeta = (x_hat * dout).sum(0), dout.sum(0)
    dxh = dout * gamma
    if not training:
        return dxh / std, dgamma, dbeta
    xc = x_hat * std
    dvar = (dxh * xc).sum(0) * -0.5 / std**2
    dmu = -(dxh / std).sum(0)
    dx = dxh / std + 2 * xc * dvar / n + dmu / n
    return dx, dgamma, dbeta
