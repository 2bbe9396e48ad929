"""One line per node of the computational graph, forward, and one per node on the way back."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if not training:
        root = np.sqrt(running_var + eps)
        return (
            (x - running_mean) / root * gamma + beta,
            running_mean,
            running_var,
            (False, x, running_mean, root, gamma),
        )
    N = x.shape[0]
    mean = np.sum(x, axis=0) / N
    centred = x - mean
    squares = centred**2
    var = np.sum(squares, axis=0) / N
    shifted = var + eps
    root = np.sqrt(shifted)
    inverse = 1 / root
    x_hat = centred * inverse
    scaled = gamma * x_hat
    out = scaled + beta
    running_mean = momentum * running_mean + (1 - momentum) * mean
    running_var = momentum * running_var + (1 - momentum) * var
    return out, running_mean, running_var, (True, centred, x_hat, inverse, root, gamma)


def batchnorm_backward(dout, cache):
    training, *kept = cache
    if not training:
        x, mean, root, gamma = kept
        return dout * gamma / root, np.sum(dout * (x - mean) / root, axis=0), np.sum(dout, axis=0)
    centred, x_hat, inverse, root, gamma = kept
    N, D = dout.shape
    dbeta = np.sum(dout, axis=0)
    dscaled = dout
    dgamma = np.sum(dscaled * x_hat, axis=0)
    dx_hat = dscaled * gamma
    dinverse = np.sum(dx_hat * centred, axis=0)
    dcentred = dx_hat * inverse
    droot = -dinverse / root**2
    dshifted = 0.5 * droot / root
    dvar = dshifted
    dsquares = np.ones((N, D)) * dvar / N
    dcentred = dcentred + 2 * centred * dsquares
    dx = dcentred
    dmean = -np.sum(dcentred, axis=0)
    dx = dx + np.ones((N, D)) * dmean / N
    return dx, dgamma, dbeta


def identity_parameters(x, eps):
    N = x.shape[0]
    mean = np.sum(x, axis=0) / N
    centred = x - mean
    var = np.sum(centred**2, axis=0) / N
    root = np.sqrt(var + eps)
    return root, mean


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta = gamma, beta
        self.momentum, self.eps = momentum, eps
        self.running_mean, self.running_var = running_mean, running_var
        self.dgamma = self.dbeta = None

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean = np.zeros_like(self.gamma)
        if self.running_var is None:
            self.running_var = np.ones_like(self.gamma)
        self.input_shape = x.shape
        if x.ndim == 4:
            x = np.moveaxis(x, 1, 3).reshape(-1, x.shape[1])
        out = self.of_rows(x, train_flg)
        return self.to_input_shape(out)

    def of_rows(self, x, train_flg):
        out, self.running_mean, self.running_var, self.cache = batchnorm_forward(
            x, self.gamma, self.beta, self.running_mean, self.running_var, train_flg, self.momentum, self.eps
        )
        return out

    def to_input_shape(self, rows):
        if len(self.input_shape) == 2:
            return rows
        N, C, H, W = self.input_shape
        return np.moveaxis(rows.reshape(N, H, W, C), 3, 1)

    def backward(self, dout):
        rows = np.moveaxis(dout, 1, 3).reshape(-1, dout.shape[1]) if dout.ndim == 4 else dout
        dx, self.dgamma, self.dbeta = batchnorm_backward(rows, self.cache)
        return self.to_input_shape(dx)
