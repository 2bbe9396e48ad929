"""Explicit loops over columns and samples, plain Python numbers inside."""

import math

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    N, D = x.shape
    out = np.zeros((N, D), x.dtype)
    new_mean, new_var = running_mean.copy(), running_var.copy()
    means, roots = [], []
    for j in range(D):
        if training:
            mean = sum(float(x[i, j]) for i in range(N)) / N
            var = sum((float(x[i, j]) - mean) ** 2 for i in range(N)) / N
            new_mean[j] = momentum * running_mean[j] + (1 - momentum) * mean
            new_var[j] = momentum * running_var[j] + (1 - momentum) * var
        else:
            mean, var = float(running_mean[j]), float(running_var[j])
        root = math.sqrt(var + eps)
        for i in range(N):
            out[i, j] = gamma[j] * (x[i, j] - mean) / root + beta[j]
        means.append(mean)
        roots.append(root)
    return out, new_mean, new_var, [x, gamma, means, roots, training]


def batchnorm_backward(dout, cache):
    x, gamma, means, roots, training = cache
    N, D = x.shape
    dx, dgamma, dbeta = np.zeros_like(x), np.zeros_like(gamma), np.zeros_like(gamma)
    for j in range(D):
        x_hat = [(float(x[i, j]) - means[j]) / roots[j] for i in range(N)]
        column = [float(dout[i, j]) for i in range(N)]
        dbeta[j] = sum(column)
        dgamma[j] = sum(d * h for d, h in zip(column, x_hat))
        for i in range(N):
            total = column[i]
            if training:
                for k in range(N):
                    total -= column[k] * (1 + x_hat[i] * x_hat[k]) / N
            dx[i, j] = gamma[j] * total / roots[j]
    return dx, dgamma, dbeta


def identity_parameters(x, eps):
    N, D = x.shape
    gamma, beta = np.zeros(D), np.zeros(D)
    for j in range(D):
        beta[j] = sum(x[:, j]) / N
        gamma[j] = math.sqrt(sum((v - beta[j]) ** 2 for v in x[:, j]) / N + eps)
    return gamma, beta


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum, self.eps = gamma, beta, momentum, eps
        self.running_mean = [0.0] * len(gamma) if running_mean is None else running_mean
        self.running_var = [1.0] * len(gamma) if running_var is None else running_var
        self.running_mean, self.running_var = np.array(self.running_mean), np.array(self.running_var)

    def forward(self, x, train_flg=True):
        out = np.empty_like(x)
        self.x_hat, self.root, self.train = np.empty_like(x), np.empty(len(self.gamma)), train_flg
        for c in range(x.shape[1]):
            mean, var = self.running_mean[c], self.running_var[c]
            if train_flg:
                mean, var = np.mean(x[:, c]), np.var(x[:, c])
                self.running_mean[c] = self.momentum * self.running_mean[c] + (1 - self.momentum) * mean
                self.running_var[c] = self.momentum * self.running_var[c] + (1 - self.momentum) * var
            self.root[c] = math.sqrt(var + self.eps)
            self.x_hat[:, c] = (x[:, c] - mean) / self.root[c]
            out[:, c] = self.gamma[c] * self.x_hat[:, c] + self.beta[c]
        return out

    def backward(self, dout):
        dx = np.empty_like(dout)
        self.dgamma, self.dbeta = np.empty(len(self.gamma)), np.empty(len(self.gamma))
        for c in range(dout.shape[1]):
            d, x_hat = dout[:, c], self.x_hat[:, c]
            self.dbeta[c], self.dgamma[c] = d.sum(), (d * x_hat).sum()
            if self.train:
                d = d - self.dbeta[c] / d.size - x_hat * self.dgamma[c] / d.size
            dx[:, c] = self.gamma[c] * d / self.root[c]
        return dx
