"""has another default for momentum than 0.9"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Do the arguments of __init__ match the contract, one by one?"
FAILS = [
    "test_repaired_batchnorm::test_momentum_is_0_9_by_default",
]


def rows_of(x):
    return x if x.ndim == 2 else x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])


def images_of(rows, shape):
    if len(shape) == 2:
        return rows
    N, C, H, W = shape
    return rows.reshape(N, H, W, C).transpose(0, 3, 1, 2)


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.1, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta = gamma, beta
        self.momentum, self.eps = momentum, eps
        self.running_mean = np.zeros(gamma.size) if running_mean is None else running_mean
        self.running_var = np.ones(gamma.size) if running_var is None else running_var
        self.dgamma = self.dbeta = None

    def forward(self, x, train_flg=True):
        rows = rows_of(x)
        self.trained = train_flg
        if train_flg:
            mean, var = rows.mean(axis=0), rows.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (rows - mean) / self.std
        return images_of(self.gamma * self.x_hat + self.beta, x.shape)

    def backward(self, dout):
        rows = rows_of(dout)
        self.dbeta = rows.sum(axis=0)
        self.dgamma = (rows * self.x_hat).sum(axis=0)
        dx_hat = rows * self.gamma
        if self.trained:
            dx_hat = dx_hat - dx_hat.mean(axis=0) - self.x_hat * (dx_hat * self.x_hat).mean(axis=0)
        return images_of(dx_hat / self.std, dout.shape)
