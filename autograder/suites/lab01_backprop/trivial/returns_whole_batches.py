"""Deals out everything at once, unshuffled; all else is empty."""


def numerical_gradient(f, x, h=1e-5):
    return x[:0]


def linear_forward(x, w, b):
    return x[:0], None


def linear_backward(dout, cache):
    return dout, dout, dout


def tanh_forward(x):
    return x[:0], None


def tanh_backward(dout, cache):
    return dout[:0]


def softmax_cross_entropy(scores, y):
    return 0, scores[:0]


def sgd_momentum(param, grad, velocity, lr, momentum):
    return param[:0], velocity[:0]


def minibatches(num_samples, batch_size, seed):
    return [list(range(num_samples))]
