"""Returns what it was given."""


def max_pool_forward(x, kernel, stride):
    return x, x


def max_pool_backward(dout, cache):
    return dout


def avg_pool_forward(x, kernel, stride):
    return x, x


def avg_pool_backward(dout, cache):
    return dout


def global_avg_pool_forward(x):
    return x, x


def global_avg_pool_backward(dout, cache):
    return dout


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    return filters, filters


def receptive_field(layers):
    return layers[0][0] if layers else 1


def compose_kernels(w1, w2):
    return w1
