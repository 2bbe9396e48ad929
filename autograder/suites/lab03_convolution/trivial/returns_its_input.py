"""Returns what it was given."""


def conv_output_size(size, kernel, stride=1, padding=0):
    return size


def same_padding(kernel):
    return kernel


def conv_forward(x, w, b, stride=1, padding=0):
    return x, (x, w, b)


def conv_backward(dout, cache):
    return cache


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    return x, (x, w, b)


def conv_1x1(x, w, b):
    return x, (x, w, b)
