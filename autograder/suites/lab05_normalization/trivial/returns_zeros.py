"""Returns zeros of the right shapes."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return np.full(x.shape, 0.0), np.full(x.shape[1], 0.0), np.full(x.shape[1], 0.0), (x, gamma)


def spatial_batchnorm_backward(dout, cache):
    return np.full(dout.shape, 0.0), np.full(dout.shape[1], 0.0), np.full(dout.shape[1], 0.0)


def layernorm_forward(x, gamma, beta, eps=1e-5):
    return np.full(x.shape, 0.0), None


def layernorm_backward(dout, cache):
    return np.full(dout.shape, 0.0), np.full(dout.shape, 0.0)[0], np.full(dout.shape, 0.0)[0]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    return np.full(x.shape, 0.0), None


def groupnorm_backward(dout, cache):
    return np.full(dout.shape, 0.0), np.full(dout.shape[1], 0.0), np.full(dout.shape[1], 0.0)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    return np.full(x.shape, 0.0), None


def instancenorm_backward(dout, cache):
    return np.full(dout.shape, 0.0), np.full(dout.shape[1], 0.0), np.full(dout.shape[1], 0.0)


def normalization_sets(kind, shape, groups=None):
    return 0, 0


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    return np.full(w.shape, 0.0), np.full(b.shape, 0.0)


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    return np.full(w.shape, 0.0), np.full(b.shape, 0.0)
