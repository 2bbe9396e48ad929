"""Leaves the stubs as they were released."""


def conv_output_size(size, kernel, stride=1, padding=0):
    raise NotImplementedError


def same_padding(kernel):
    raise NotImplementedError


def conv_forward(x, w, b, stride=1, padding=0):
    raise NotImplementedError


def conv_backward(dout, cache):
    raise NotImplementedError


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    raise NotImplementedError


def conv_1x1(x, w, b):
    raise NotImplementedError
