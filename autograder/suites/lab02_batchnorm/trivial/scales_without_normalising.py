"""Scales and shifts without normalising: gamma * x + beta, and its gradient."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return gamma * x + beta, running_mean, running_var, (x, gamma)


def batchnorm_backward(dout, cache):
    x, gamma = cache
    return dout * gamma, (dout * x).sum(axis=0), dout.sum(axis=0)


def identity_parameters(x, eps):
    return np.ones(x.shape[1]), np.zeros(x.shape[1])


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.dgamma, self.dbeta = gamma, beta, gamma, beta
        self.running_mean = np.zeros_like(gamma) if running_mean is None else running_mean
        self.running_var = np.ones_like(gamma) if running_var is None else running_var

    def forward(self, x, train_flg=True):
        wide = (1, -1) + (1,) * (x.ndim - 2)
        return self.gamma.reshape(wide) * x + self.beta.reshape(wide)

    def backward(self, dout):
        return dout * self.gamma.reshape((1, -1) + (1,) * (dout.ndim - 2))
