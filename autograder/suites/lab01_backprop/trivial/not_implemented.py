"""Leaves the stubs as they were released."""


def numerical_gradient(f, x, h=1e-5):
    raise NotImplementedError


def linear_forward(x, w, b):
    raise NotImplementedError


def linear_backward(dout, cache):
    raise NotImplementedError


def tanh_forward(x):
    raise NotImplementedError


def tanh_backward(dout, cache):
    raise NotImplementedError


def softmax_cross_entropy(scores, y):
    raise NotImplementedError


def sgd_momentum(param, grad, velocity, lr, momentum):
    raise NotImplementedError


def minibatches(num_samples, batch_size, seed):
    raise NotImplementedError
