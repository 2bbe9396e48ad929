"""repairs what raises an exception and leaves the silent mistakes in"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which results do you know by hand, and does each line of the contract agree with one of them?"
FAILS = [
    "test_repaired_batchnorm::test_images_are_normalised_per_channel",
    "test_repaired_batchnorm::test_running_var_gets_the_batch_term",
    "test_repaired_batchnorm::test_eps_is_an_argument",
    "test_repaired_batchnorm::test_evaluation_before_training_starts_from_zeros_and_ones",
    "test_repaired_batchnorm::test_images_are_evaluated_per_channel",
    "test_repaired_batchnorm::test_eps_is_1e_5_by_default",
]


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum = gamma, beta, momentum
        self.running_mean, self.running_var = running_mean, running_var
        self.tiny = 10e-7

    def forward(self, x, train_flg=True):
        self.shape_in = x.shape
        if x.ndim == 4:
            x = x.reshape(x.shape[0], -1)
        return self.normalise(x, train_flg).reshape(self.shape_in)

    def normalise(self, x, train_flg):
        if self.running_mean is None:
            self.running_mean, self.running_var = np.zeros(x.shape[1]), np.zeros(x.shape[1])
        if not train_flg:
            x_hat = (x - self.running_mean) / np.sqrt(self.running_var + self.tiny)
            return self.gamma * x_hat + self.beta
        mean = x.mean(axis=0)
        self.std = np.sqrt(x.var(axis=0) + self.tiny)
        self.x_hat = (x - mean) / self.std
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
        self.running_var = self.momentum * self.running_var
        return self.gamma * self.x_hat + self.beta

    def backward(self, dout):
        dout = dout.reshape(dout.shape[0], -1)
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.x_hat).sum(axis=0)
        d = dout * self.gamma
        d = (d - d.mean(axis=0) - self.x_hat * (d * self.x_hat).mean(axis=0)) / self.std
        return d.reshape(self.shape_in)
