"""Every normalisation brings its sets into the rows of a matrix and back; the unbiased variance goes to running_var."""

import numpy as np


class Rows:
    """What one call leaves for the way back."""

    def __init__(self, matrix, eps):
        self.count = matrix.shape[1]
        self.std = np.sqrt(np.var(matrix, 1) + eps)[:, np.newaxis]
        self.hat = (matrix - np.mean(matrix, 1)[:, np.newaxis]) / self.std

    def back(self, d_hat):
        total = d_hat @ np.ones((self.count, 1), d_hat.dtype)
        along = np.sum(d_hat * self.hat, 1)[:, np.newaxis]
        return (self.count * d_hat - total - self.hat * along) / (self.count * self.std)


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    matrix = np.swapaxes(x, 0, 1).reshape(x.shape[1], -1)
    if not training:
        std = np.sqrt(running_var + eps)
        hat = (matrix - running_mean[:, np.newaxis]) / std[:, np.newaxis]
        kept = (None, hat, gamma, std)
    else:
        rows = Rows(matrix, eps)
        count = max(rows.count - 1, 1)
        hat = rows.hat
        unbiased = np.var(matrix, 1) * rows.count / count
        running_mean = running_mean * momentum + np.mean(matrix, 1) * (1 - momentum)
        running_var = running_var * momentum + unbiased * (1 - momentum)
        kept = (rows, hat, gamma, None)
    out = gamma[:, np.newaxis] * hat + beta[:, np.newaxis]
    N, C, H, W = x.shape
    return np.swapaxes(out.reshape(C, N, H, W), 0, 1), running_mean, running_var, kept


def spatial_batchnorm_backward(dout, cache):
    rows, hat, gamma, std = cache
    N, C, H, W = dout.shape
    d = np.swapaxes(dout, 0, 1).reshape(C, -1)
    dx = rows.back(d * gamma[:, np.newaxis]) if rows else d * (gamma / std)[:, np.newaxis]
    return np.swapaxes(dx.reshape(C, N, H, W), 0, 1), np.sum(d * hat, 1), np.sum(d, 1)


def layernorm_forward(x, gamma, beta, eps=1e-5):
    rows = Rows(x.reshape(x.shape[0], -1), eps)
    return gamma * rows.hat.reshape(x.shape) + beta, (rows, gamma)


def layernorm_backward(dout, cache):
    rows, gamma = cache
    dx = rows.back((dout * gamma).reshape(dout.shape[0], -1))
    dgamma = np.add.reduce(dout * rows.hat.reshape(dout.shape))
    return dx.reshape(dout.shape), dgamma, np.add.reduce(dout)


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    if x.shape[1] // groups * groups != x.shape[1]:
        raise ValueError("groups have to be of equal size")
    rows = Rows(x.reshape(x.shape[0] * groups, -1), eps)
    hat = rows.hat.reshape(x.shape)
    return (gamma * hat.transpose(0, 2, 3, 1) + beta).transpose(0, 3, 1, 2), (rows, hat, gamma)


def groupnorm_backward(dout, cache):
    rows, hat, gamma = cache
    d_hat = (gamma * dout.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)
    dx = rows.back(d_hat.reshape(rows.hat.shape)).reshape(dout.shape)
    return dx, (dout * hat).sum((0, 2, 3)), dout.sum((0, 2, 3))


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    rows = Rows(x.reshape(-1, x.shape[2] * x.shape[3]), eps)
    hat = rows.hat.reshape(x.shape)
    return gamma[:, None, None] * hat + beta[:, None, None], (rows, hat, gamma)


def instancenorm_backward(dout, cache):
    rows, hat, gamma = cache
    dx = rows.back((dout * gamma[:, None, None]).reshape(rows.hat.shape)).reshape(dout.shape)
    return dx, (dout * hat).sum((0, 2, 3)), dout.sum((0, 2, 3))


def normalization_sets(kind, shape, groups=None):
    array = np.broadcast_to(0, shape)
    if kind == "batch":
        array = np.swapaxes(array, 0, 1)
        return array.shape[0], array[0].size
    parts = {"layer": 1, "instance": shape[1], "group": groups}[kind]
    if shape[1] % parts:
        raise ValueError("groups have to be of equal size")
    return shape[0] * parts, array[0, : shape[1] // parts].size


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    std = np.sqrt(running_var + eps)
    matrix = np.column_stack([w.reshape(len(w), -1), b - running_mean])
    matrix = np.diag(gamma / std) @ matrix
    return matrix[:, :-1].reshape(w.shape), matrix[:, -1] + beta


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    std = np.sqrt(running_var + eps)
    last = np.moveaxis(w, 1, 3)
    new_w = np.moveaxis(last * (gamma / std), 3, 1)
    return new_w, b + (last @ (beta - gamma * running_mean / std)).sum((1, 2))
