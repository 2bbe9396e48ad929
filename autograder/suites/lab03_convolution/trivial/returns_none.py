"""Returns None."""


def conv_output_size(size, kernel, stride=1, padding=0):
    return None


def same_padding(kernel):
    return None


def conv_forward(x, w, b, stride=1, padding=0):
    return None


def conv_backward(dout, cache):
    return None


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    return None


def conv_1x1(x, w, b):
    return None
