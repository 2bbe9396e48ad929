"""Returns as many values as asked for, each of them None."""


def numerical_gradient(f, x, h=1e-5):
    return None


def linear_forward(x, w, b):
    return None, None


def linear_backward(dout, cache):
    return None, None, None


def tanh_forward(x):
    return None, None


def tanh_backward(dout, cache):
    return None


def softmax_cross_entropy(scores, y):
    return None, None


def sgd_momentum(param, grad, velocity, lr, momentum):
    return None, None


def minibatches(num_samples, batch_size, seed):
    return [None]
