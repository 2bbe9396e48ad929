"""Returns nan of the right shapes."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return x * np.nan, running_mean * np.nan, running_var * np.nan, None


def batchnorm_backward(dout, cache):
    return dout * np.nan, dout[0] * np.nan, dout[0] * np.nan


def identity_parameters(x, eps):
    return x[0] * np.nan, x[0] * np.nan


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.running_mean = self.running_var = self.dgamma = self.dbeta = gamma * np.nan

    def forward(self, x, train_flg=True):
        return x * np.nan

    def backward(self, dout):
        return dout * np.nan
