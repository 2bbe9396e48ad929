"""Returns None."""


def max_pool_forward(x, kernel, stride):
    return None


def max_pool_backward(dout, cache):
    return None


def avg_pool_forward(x, kernel, stride):
    return None


def avg_pool_backward(dout, cache):
    return None


def global_avg_pool_forward(x):
    return None


def global_avg_pool_backward(dout, cache):
    return None


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    return None


def receptive_field(layers):
    return None


def compose_kernels(w1, w2):
    return None
