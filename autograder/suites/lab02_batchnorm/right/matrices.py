"""Matrices: the batch is centred by the projection I - 1 1^T / N, sums are einsum."""

import numpy as np


def centring(N):
    return np.eye(N) - np.full((N, N), 1 / N)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    N = len(x)
    if training:
        mean = np.einsum("nd->d", x) / N
        centred = centring(N) @ x
        var = np.einsum("nd,nd->d", centred, centred) / N
        running_mean = np.stack([running_mean, mean]).T @ [momentum, 1 - momentum]
        running_var = np.stack([running_var, var]).T @ [momentum, 1 - momentum]
    else:
        centred, var = x - running_mean, running_var
    x_hat = centred @ np.diag(1 / np.sqrt(var + eps))
    return x_hat @ np.diag(gamma) + beta, running_mean, running_var, (x_hat, var, gamma, eps, training)


def batchnorm_backward(dout, cache):
    x_hat, var, gamma, eps, training = cache
    N, D = dout.shape
    scale = gamma / np.sqrt(var + eps)
    dx = np.empty((N, D))
    for j in range(D):
        jacobian = np.eye(N)
        if training:
            jacobian = centring(N) - np.outer(x_hat[:, j], x_hat[:, j]) / N
        dx[:, j] = scale[j] * jacobian.T @ dout[:, j]
    return dx, np.einsum("nd,nd->d", dout, x_hat), np.einsum("nd->d", dout)


def identity_parameters(x, eps):
    N = len(x)
    centred = centring(N) @ x
    return np.sqrt(np.diag(centred.T @ centred) / N + eps), np.ones(N) @ x / N


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum, self.eps = np.asarray(gamma), np.asarray(beta), momentum, eps
        C = self.gamma.size
        self.running_mean = np.zeros(C) if running_mean is None else np.array(running_mean)
        self.running_var = np.ones(C) if running_var is None else np.array(running_var)

    def forward(self, x, train_flg=True):
        images = x.reshape(x.shape[0], x.shape[1], -1)  # (N, C, pixels), one pixel for features
        m = images.shape[0] * images.shape[2]
        mean, var = self.running_mean, self.running_var
        if train_flg:
            mean = np.einsum("ncp->c", images) / m
            var = np.einsum("ncp,ncp->c", images - mean[:, None], images - mean[:, None]) / m
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        self.saved = (images - mean[:, None]) / np.sqrt(var + self.eps)[:, None], np.sqrt(var + self.eps), m, train_flg
        out = np.einsum("ncp,c->ncp", self.saved[0], self.gamma) + self.beta[:, None]
        return out.reshape(x.shape)

    def backward(self, dout):
        x_hat, root, m, train_flg = self.saved
        d = dout.reshape(x_hat.shape)
        self.dgamma, self.dbeta = np.einsum("ncp,ncp->c", d, x_hat), np.einsum("ncp->c", d)
        if train_flg:
            d = d - (self.dbeta[:, None] + x_hat * self.dgamma[:, None]) / m
        return np.einsum("ncp,c->ncp", d, self.gamma / root).reshape(dout.shape)
