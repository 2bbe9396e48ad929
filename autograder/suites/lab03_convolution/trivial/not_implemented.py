"""Leaves the stubs as they were released; `from None`, as the release audit takes a stub's own line for a secret."""


def conv_output_size(size, kernel, stride=1, padding=0):
    raise NotImplementedError from None


def same_padding(kernel):
    raise NotImplementedError from None


def conv_forward(x, w, b, stride=1, padding=0):
    raise NotImplementedError from None


def conv_backward(dout, cache):
    raise NotImplementedError from None


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    raise NotImplementedError from None


def conv_1x1(x, w, b):
    raise NotImplementedError from None
