"""Returns infinity of the right shapes."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    return np.full(x.shape, np.inf)


def linear_forward(x, w, b):
    return np.full((len(x), len(b)), np.inf), (x, w)


def linear_backward(dout, cache):
    x, w = cache
    return np.full(x.shape, np.inf), np.full(w.shape, np.inf), np.full(w.shape[1], np.inf)


def tanh_forward(x):
    return np.full(x.shape, np.inf), x


def tanh_backward(dout, cache):
    return np.full(dout.shape, np.inf)


def softmax_cross_entropy(scores, y):
    return np.inf, np.full(scores.shape, np.inf)


def sgd_momentum(param, grad, velocity, lr, momentum):
    return np.full(param.shape, np.inf), np.full(param.shape, np.inf)


def minibatches(num_samples, batch_size, seed):
    return [np.full(min(batch_size, num_samples - start), np.inf) for start in range(0, num_samples, batch_size)]
