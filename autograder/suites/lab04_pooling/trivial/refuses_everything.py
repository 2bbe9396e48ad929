"""Raises ValueError whatever it is given."""


def max_pool_forward(x, kernel, stride):
    raise ValueError("no")


def max_pool_backward(dout, cache):
    raise ValueError("no")


def avg_pool_forward(x, kernel, stride):
    raise ValueError("no")


def avg_pool_backward(dout, cache):
    raise ValueError("no")


def global_avg_pool_forward(x):
    raise ValueError("no")


def global_avg_pool_backward(dout, cache):
    raise ValueError("no")


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    raise ValueError("no")


def receptive_field(layers):
    raise ValueError("no")


def compose_kernels(w1, w2):
    raise ValueError("no")
