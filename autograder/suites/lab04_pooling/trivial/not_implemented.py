"""Leaves the stubs as they were released."""


def max_pool_forward(x, kernel, stride):
    raise NotImplementedError


def max_pool_backward(dout, cache):
    raise NotImplementedError


def avg_pool_forward(x, kernel, stride):
    raise NotImplementedError


def avg_pool_backward(dout, cache):
    raise NotImplementedError


def global_avg_pool_forward(x):
    raise NotImplementedError


def global_avg_pool_backward(dout, cache):
    raise NotImplementedError


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    raise NotImplementedError


def receptive_field(layers):
    raise NotImplementedError


def compose_kernels(w1, w2):
    raise NotImplementedError
