"""One closed formula per result, statistics over axes with keepdims."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mean, var = (x.mean(0), x.var(0)) if training else (running_mean, running_var)
    weight = 1 - momentum if training else 0
    inv = (var + eps) ** -0.5
    return (
        (x - mean) * (gamma * inv) + beta,
        running_mean + weight * (mean - running_mean),
        running_var + weight * (var - running_var),
        (x - mean, gamma, inv, training),
    )


def batchnorm_backward(dout, cache):
    centred, gamma, inv, training = cache
    N, dbeta, dgamma = len(dout), dout.sum(0), (dout * centred).sum(0) * inv
    return gamma * inv / N * (N * dout - training * (dbeta + centred * inv * dgamma)), dgamma, dbeta


def identity_parameters(x, eps):
    return np.hypot(x.std(0), eps**0.5), x.mean(0)


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum, self.eps = gamma, beta, momentum, eps
        self.running_mean = 0 * gamma if running_mean is None else running_mean
        self.running_var = 0 * gamma + 1 if running_var is None else running_var

    def forward(self, x, train_flg=True):
        self.axes = tuple(a for a in range(x.ndim) if a != 1)
        wide = (slice(None),) + (None,) * (x.ndim - 2)
        mean, var = (x.mean(self.axes), x.var(self.axes)) if train_flg else (self.running_mean, self.running_var)
        weight = (1 - self.momentum) * train_flg
        self.running_mean = self.running_mean + weight * (mean - self.running_mean)
        self.running_var = self.running_var + weight * (var - self.running_var)
        self.inv, self.g, self.train = (var[wide] + self.eps) ** -0.5, self.gamma[wide], train_flg
        self.x_hat = (x - mean[wide]) * self.inv
        return self.g * self.x_hat + self.beta[wide]

    def backward(self, dout):
        self.dbeta, self.dgamma = dout.sum(self.axes), (dout * self.x_hat).sum(self.axes)
        if not self.train:
            return dout * self.g * self.inv
        mean = dout.mean(self.axes, keepdims=True)
        return self.g * self.inv * (dout - mean - self.x_hat * (dout * self.x_hat).mean(self.axes, keepdims=True))
