"""Everything in float64, whatever comes in, and float64 out; variance as the mean of squares less the squared mean."""

import numpy as np


class Saved:
    """What backward needs."""

    def __init__(self, x_hat, gamma, std, training):
        self.x_hat, self.gamma, self.std, self.training = x_hat, gamma, std, training


def moments(x):
    return x.mean(axis=0), np.maximum((x**2).mean(axis=0) - x.mean(axis=0) ** 2, 0)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    x, gamma, beta, running_mean, running_var = (
        np.array(a, dtype=np.float64) for a in (x, gamma, beta, running_mean, running_var)
    )
    if training:
        mean, var = moments(x)
        running_mean *= momentum
        running_mean += (1 - momentum) * mean
        running_var *= momentum
        running_var += (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)
    x -= mean
    x /= std
    return gamma * x + beta, running_mean, running_var, Saved(x, gamma, std, training)


def batchnorm_backward(dout, cache):
    dout = np.array(dout, dtype=np.float64)
    dbeta, dgamma = np.sum(dout, 0), np.sum(dout * cache.x_hat, 0)
    if cache.training:
        dout -= dbeta / len(dout)
        dout -= cache.x_hat * dgamma / len(dout)
    return dout * cache.gamma / cache.std, dgamma, dbeta


def identity_parameters(x, eps):
    mean, var = moments(np.asarray(x, np.float64))
    return np.sqrt(var + eps), mean


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum, self.eps = gamma, beta, momentum, eps
        self.running_mean = np.zeros(gamma.shape[0]) if running_mean is None else running_mean.astype(np.float64)
        self.running_var = np.ones(gamma.shape[0]) if running_var is None else running_var.astype(np.float64)

    def forward(self, x, train_flg=True):
        if x.ndim == 4:
            N, C, H, W = x.shape
            rows = self.forward(x.transpose(0, 2, 3, 1).reshape(N * H * W, C), train_flg)
            return rows.reshape(N, H, W, C).transpose(0, 3, 1, 2)
        out, self.running_mean, self.running_var, self.saved = batchnorm_forward(
            x, self.gamma, self.beta, self.running_mean, self.running_var, train_flg, self.momentum, self.eps
        )
        return out

    def backward(self, dout):
        if dout.ndim == 4:
            N, C, H, W = dout.shape
            rows = self.backward(dout.transpose(0, 2, 3, 1).reshape(N * H * W, C))
            return rows.reshape(N, H, W, C).transpose(0, 3, 1, 2)
        dx, self.dgamma, self.dbeta = batchnorm_backward(dout, self.saved)
        return dx
