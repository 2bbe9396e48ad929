"""Returns copies of arguments with the right shapes, or the nearest there are."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    return f(x) * x


def linear_forward(x, w, b):
    return np.tile(b, (len(x), 1)), (x, w, b)


def linear_backward(dout, cache):
    return cache[0].copy(), cache[1].copy(), cache[2].copy()


def tanh_forward(x):
    return x.copy(), x


def tanh_backward(dout, cache):
    return dout.copy()


def softmax_cross_entropy(scores, y):
    return scores.mean(), scores.copy()


def sgd_momentum(param, grad, velocity, lr, momentum):
    return param - grad, grad.copy()


def minibatches(num_samples, batch_size, seed):
    return [np.array([sample]) for sample in range(num_samples)]
