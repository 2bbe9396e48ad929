"""Returns what it was given."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return x, running_mean, running_var, x


def batchnorm_backward(dout, cache):
    return dout, dout.sum(axis=0) * 0 + 1, dout[0]


def identity_parameters(x, eps):
    return x[0], x[0]


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.dgamma, self.dbeta = gamma, beta, gamma, beta
        self.running_mean = np.zeros_like(gamma) if running_mean is None else running_mean
        self.running_var = np.ones_like(gamma) if running_var is None else running_var

    def forward(self, x, train_flg=True):
        return x

    def backward(self, dout):
        return dout
