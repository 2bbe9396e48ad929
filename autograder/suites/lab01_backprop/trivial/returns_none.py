"""Returns None."""


def numerical_gradient(f, x, h=1e-5):
    return None


def linear_forward(x, w, b):
    return None


def linear_backward(dout, cache):
    return None


def tanh_forward(x):
    return None


def tanh_backward(dout, cache):
    return None


def softmax_cross_entropy(scores, y):
    return None


def sgd_momentum(param, grad, velocity, lr, momentum):
    return None


def minibatches(num_samples, batch_size, seed):
    return None
