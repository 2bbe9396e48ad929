"""Returns what it was given."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    return x


def linear_forward(x, w, b):
    return x, (x, w)


def linear_backward(dout, cache):
    return cache[0], cache[1], dout[0]


def tanh_forward(x):
    return x, x


def tanh_backward(dout, cache):
    return dout


def softmax_cross_entropy(scores, y):
    return scores[0, 0], scores


def sgd_momentum(param, grad, velocity, lr, momentum):
    return param, velocity


def minibatches(num_samples, batch_size, seed):
    return [np.arange(num_samples)]
