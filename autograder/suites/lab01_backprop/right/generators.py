"""Generators and comprehensions; batches are dealt one by one, sums are np.add.at and np.add.reduce."""

import numpy as np


def differences(f, x, h):
    for i in range(x.size):
        above, below = x.copy(), x.copy()
        above.flat[i] += h
        below.flat[i] -= h
        yield (f(above) - f(below)) / (2 * h)


def numerical_gradient(f, x, h=1e-5):
    return np.fromiter(differences(f, x, h), np.float64, x.size).reshape(x.shape)


def linear_forward(x, w, b):
    return np.stack([(row[:, None] * w).sum(axis=0) + b for row in x]), (x, w)


def linear_backward(dout, cache):
    x, w = cache
    dx = np.stack([w @ row for row in dout])
    dw = np.add.reduce([np.outer(sample, row) for sample, row in zip(x, dout)])
    return dx, dw, np.add.reduce(list(dout))


def tanh_forward(x):
    grow = np.expm1(-2 * np.abs(x))
    return np.copysign(-grow / (grow + 2), x), x


def tanh_backward(dout, cache):
    out, _ = tanh_forward(cache)
    return np.multiply(dout, np.subtract(1, np.square(out)))


def softmax_cross_entropy(scores, y):
    N = scores.shape[0]
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    dscores = np.exp(log_p)
    np.add.at(dscores, (np.arange(N), y), -1)
    return -sum(row[label] for row, label in zip(log_p, y)) / N, dscores / N


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = velocity * momentum
    velocity = velocity - grad * lr
    return velocity + param, velocity


def minibatches(num_samples, batch_size, seed):
    order = np.random.RandomState(seed).permutation(num_samples)
    start = 0
    while start < num_samples:
        yield order[start : start + batch_size]
        start += batch_size
