"""Returns random arrays of the right shapes."""

import numpy as np

rng = np.random.default_rng(0)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    D = x.shape[1]
    return rng.normal(size=x.shape), rng.normal(size=D), rng.random(D), None


def batchnorm_backward(dout, cache):
    D = dout.shape[1]
    return rng.normal(size=dout.shape), rng.normal(size=D), rng.normal(size=D)


def identity_parameters(x, eps):
    return rng.normal(size=x.shape[1]), rng.normal(size=x.shape[1])


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.running_mean, self.running_var = rng.normal(size=gamma.shape), rng.random(gamma.shape)
        self.dgamma, self.dbeta = rng.normal(size=gamma.shape), rng.normal(size=gamma.shape)

    def forward(self, x, train_flg=True):
        return rng.normal(size=x.shape)

    def backward(self, dout):
        return rng.normal(size=dout.shape)
