"""Returns nan of the right shapes."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    return np.full(x.shape, np.nan)


def linear_forward(x, w, b):
    return np.full((len(x), len(b)), np.nan), (x, w)


def linear_backward(dout, cache):
    x, w = cache
    return np.full(x.shape, np.nan), np.full(w.shape, np.nan), np.full(w.shape[1], np.nan)


def tanh_forward(x):
    return np.full(x.shape, np.nan), x


def tanh_backward(dout, cache):
    return np.full(dout.shape, np.nan)


def softmax_cross_entropy(scores, y):
    return np.nan, np.full(scores.shape, np.nan)


def sgd_momentum(param, grad, velocity, lr, momentum):
    return np.full(param.shape, np.nan), np.full(param.shape, np.nan)


def minibatches(num_samples, batch_size, seed):
    return [np.full(min(batch_size, num_samples - start), np.nan) for start in range(0, num_samples, batch_size)]
