"""Returns infinity of the right shapes."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return np.full(x.shape, np.inf), np.full(x.shape[1], np.inf), np.full(x.shape[1], np.inf), (x, gamma)


def spatial_batchnorm_backward(dout, cache):
    return np.full(dout.shape, np.inf), np.full(dout.shape[1], np.inf), np.full(dout.shape[1], np.inf)


def layernorm_forward(x, gamma, beta, eps=1e-5):
    return np.full(x.shape, np.inf), None


def layernorm_backward(dout, cache):
    return np.full(dout.shape, np.inf), np.full(dout.shape, np.inf)[0], np.full(dout.shape, np.inf)[0]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    return np.full(x.shape, np.inf), None


def groupnorm_backward(dout, cache):
    return np.full(dout.shape, np.inf), np.full(dout.shape[1], np.inf), np.full(dout.shape[1], np.inf)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    return np.full(x.shape, np.inf), None


def instancenorm_backward(dout, cache):
    return np.full(dout.shape, np.inf), np.full(dout.shape[1], np.inf), np.full(dout.shape[1], np.inf)


def normalization_sets(kind, shape, groups=None):
    return np.inf, np.inf


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    return np.full(w.shape, np.inf), np.full(b.shape, np.inf)


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    return np.full(w.shape, np.inf), np.full(b.shape, np.inf)
