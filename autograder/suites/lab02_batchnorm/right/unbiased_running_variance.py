"""Running variance of N - 1, as PyTorch has it, beside the biased one that normalises; caches are dicts."""

import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    cache = {"training": training, "gamma": gamma}
    if training:
        cache["mean"], cache["var"] = np.mean(x, axis=0), np.var(x, axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * cache["mean"]
        running_var = momentum * running_var + (1 - momentum) * np.var(x, axis=0, ddof=1)
    else:
        cache["mean"], cache["var"] = running_mean.copy(), running_var.copy()
    cache["std"] = np.sqrt(cache["var"] + eps)
    cache["x_hat"] = (x - cache["mean"]) / cache["std"]
    return gamma * cache["x_hat"] + beta, running_mean, running_var, cache


def batchnorm_backward(dout, cache):
    gradients = {"dbeta": dout.sum(axis=0), "dgamma": (dout * cache["x_hat"]).sum(axis=0)}
    dx_hat = dout * cache["gamma"]
    if cache["training"]:
        dx_hat = dx_hat - dx_hat.mean(axis=0) - cache["x_hat"] * np.mean(dx_hat * cache["x_hat"], axis=0)
    gradients["dx"] = dx_hat / cache["std"]
    return [gradients["dx"], gradients["dgamma"], gradients["dbeta"]]


def identity_parameters(x, eps):
    _, mean, var, _ = batchnorm_forward(x, 1.0, 0.0, 0.0, 0.0, True, momentum=0.0, eps=eps)
    N = len(x)
    biased = var * (N - 1) / N if N > 1 else np.zeros(x.shape[1])
    return np.sqrt(biased + eps), mean


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.params = {"gamma": gamma, "beta": beta}
        self.momentum, self.eps = momentum, eps
        self.running_mean = np.zeros(gamma.shape) if running_mean is None else running_mean
        self.running_var = np.ones(gamma.shape) if running_var is None else running_var

    def forward(self, x, train_flg=True):
        columns = x.swapaxes(0, 1).reshape(x.shape[1], -1)  # (C, N * H * W)
        self.train_flg = train_flg
        mean, var = self.running_mean, self.running_var
        if train_flg:
            mean, var, m = columns.mean(axis=1), columns.var(axis=1), columns.shape[1]
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var * m / (m - 1)
        self.std = np.sqrt(var + self.eps)[:, None]
        self.x_hat = (columns - mean[:, None]) / self.std
        out = self.params["gamma"][:, None] * self.x_hat + self.params["beta"][:, None]
        return out.reshape(np.swapaxes(x, 0, 1).shape).swapaxes(0, 1)

    def backward(self, dout):
        columns = dout.swapaxes(0, 1).reshape(dout.shape[1], -1)
        self.dbeta = columns.sum(axis=1)
        self.dgamma = (columns * self.x_hat).sum(axis=1)
        d = columns * self.params["gamma"][:, None]
        if self.train_flg:
            d = d - d.mean(axis=1, keepdims=True) - self.x_hat * (d * self.x_hat).mean(axis=1, keepdims=True)
        return (d / self.std).reshape(np.swapaxes(dout, 0, 1).shape).swapaxes(0, 1)
