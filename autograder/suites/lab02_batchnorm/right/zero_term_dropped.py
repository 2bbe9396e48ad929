"""The paper's three terms of dx, with the mean's path through the variance dropped: that term is exactly 0."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=0), np.square(x - x.mean(axis=0)).mean(axis=0)
        rate = 1 - momentum
        running_mean = running_mean - rate * (running_mean - mean)
        running_var = running_var - rate * (running_var - var)
    else:
        mean, var = running_mean, running_var
    out = gamma * ((x - mean) / np.sqrt(var + eps)) + beta
    return out, running_mean, running_var, (x, mean, var, gamma, eps, bool(training))


def batchnorm_backward(dout, cache):
    x, mean, var, gamma, eps, training = cache
    N = x.shape[0]
    d_hat = dout * gamma
    dgamma = np.sum(dout * (x - mean) * (var + eps) ** -0.5, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = d_hat * (var + eps) ** -0.5
    if training:
        dvar = np.sum(d_hat * (x - mean), axis=0) * -0.5 * (var + eps) ** -1.5
        dmean = np.sum(d_hat, axis=0) * -((var + eps) ** -0.5)
        dx = dx + dvar * 2 * (x - mean) / N + dmean / N
    return dx, dgamma, dbeta


def identity_parameters(x, eps):
    mean = np.average(x, axis=0)
    return (np.average((x - mean) ** 2, axis=0) + eps) ** 0.5, mean


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum, self.eps = gamma, beta, momentum, eps
        self.running_mean, self.running_var = running_mean, running_var
        if running_mean is None:
            self.running_mean = np.zeros_like(gamma)
        if running_var is None:
            self.running_var = np.ones_like(gamma)

    def shaped(self, vector):
        return np.reshape(vector, (1, -1, 1, 1)) if self.images else np.reshape(vector, (1, -1))

    def forward(self, x, train_flg=True):
        self.images, self.train, self.x = x.ndim == 4, train_flg, x
        axes = (0, 2, 3) if self.images else 0
        self.mean, self.var = self.running_mean, self.running_var
        if train_flg:
            self.mean = np.mean(x, axis=axes)
            self.var = np.mean((x - self.shaped(self.mean)) ** 2, axis=axes)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * self.mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * self.var
        self.x_hat = (x - self.shaped(self.mean)) / self.shaped(np.sqrt(self.var + self.eps))
        return self.shaped(self.gamma) * self.x_hat + self.shaped(self.beta)

    def backward(self, dout):
        axes = (0, 2, 3) if self.images else 0
        m = dout.size / dout.shape[1]
        self.dgamma, self.dbeta = np.sum(dout * self.x_hat, axis=axes), np.sum(dout, axis=axes)
        d_hat, centred = dout * self.shaped(self.gamma), self.x - self.shaped(self.mean)
        dx = d_hat / self.shaped(np.sqrt(self.var + self.eps))
        if self.train:
            dvar = np.sum(d_hat * centred, axis=axes) * -0.5 * (self.var + self.eps) ** -1.5
            dmean = -np.sum(d_hat, axis=axes) / np.sqrt(self.var + self.eps)
            dx = dx + self.shaped(dvar) * 2 * centred / m + self.shaped(dmean) / m
        return dx
