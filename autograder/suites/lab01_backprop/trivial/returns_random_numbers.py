"""Returns random arrays of the right shapes."""

import numpy as np

rng = np.random.default_rng(0)


def numerical_gradient(f, x, h=1e-5):
    return rng.normal(size=x.shape)


def linear_forward(x, w, b):
    return rng.normal(size=(len(x), len(b))), (x, w)


def linear_backward(dout, cache):
    return rng.normal(size=cache[0].shape), rng.normal(size=cache[1].shape), rng.normal(size=dout.shape[1])


def tanh_forward(x):
    return rng.uniform(-1, 1, x.shape), None


def tanh_backward(dout, cache):
    return rng.normal(size=dout.shape)


def softmax_cross_entropy(scores, y):
    return rng.random(), rng.normal(size=scores.shape)


def sgd_momentum(param, grad, velocity, lr, momentum):
    return rng.normal(size=param.shape), rng.normal(size=param.shape)


def minibatches(num_samples, batch_size, seed):
    return [rng.integers(num_samples, size=batch_size) for _ in range(num_samples // batch_size)]
