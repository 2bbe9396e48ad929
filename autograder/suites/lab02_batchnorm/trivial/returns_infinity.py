"""Returns infinity of the right shapes."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return np.full_like(x, np.inf), np.full_like(running_mean, np.inf), np.full_like(running_var, np.inf), None


def batchnorm_backward(dout, cache):
    return np.full_like(dout, np.inf), np.full_like(dout[0], np.inf), np.full_like(dout[0], np.inf)


def identity_parameters(x, eps):
    return np.full_like(x[0], np.inf), np.full_like(x[0], np.inf)


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.running_mean = self.running_var = self.dgamma = self.dbeta = np.full_like(gamma, np.inf)

    def forward(self, x, train_flg=True):
        return np.full_like(x, np.inf)

    def backward(self, dout):
        return np.full_like(dout, np.inf)
