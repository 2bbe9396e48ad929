"""Returns nan of the right shapes."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return np.full(x.shape, np.nan), np.full(x.shape[1], np.nan), np.full(x.shape[1], np.nan), (x, gamma)


def spatial_batchnorm_backward(dout, cache):
    return np.full(dout.shape, np.nan), np.full(dout.shape[1], np.nan), np.full(dout.shape[1], np.nan)


def layernorm_forward(x, gamma, beta, eps=1e-5):
    return np.full(x.shape, np.nan), None


def layernorm_backward(dout, cache):
    return np.full(dout.shape, np.nan), np.full(dout.shape, np.nan)[0], np.full(dout.shape, np.nan)[0]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    return np.full(x.shape, np.nan), None


def groupnorm_backward(dout, cache):
    return np.full(dout.shape, np.nan), np.full(dout.shape[1], np.nan), np.full(dout.shape[1], np.nan)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    return np.full(x.shape, np.nan), None


def instancenorm_backward(dout, cache):
    return np.full(dout.shape, np.nan), np.full(dout.shape[1], np.nan), np.full(dout.shape[1], np.nan)


def normalization_sets(kind, shape, groups=None):
    return np.nan, np.nan


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    return np.full(w.shape, np.nan), np.full(b.shape, np.nan)


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    return np.full(w.shape, np.nan), np.full(b.shape, np.nan)
