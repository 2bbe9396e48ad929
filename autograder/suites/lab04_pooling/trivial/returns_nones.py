"""Returns as many values as asked for, each of them None."""


def max_pool_forward(x, kernel, stride):
    return None, None


def max_pool_backward(dout, cache):
    pass


def avg_pool_forward(x, kernel, stride):
    return None, None


def avg_pool_backward(dout, cache):
    pass


def global_avg_pool_forward(x):
    return None, None


def global_avg_pool_backward(dout, cache):
    pass


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    return None, None


def receptive_field(layers):
    pass


def compose_kernels(w1, w2):
    pass
