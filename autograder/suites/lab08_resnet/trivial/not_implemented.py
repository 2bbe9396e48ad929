"""Leaves the stubs as they were released."""


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    raise NotImplementedError


def residual_backward(dout, cache):
    raise NotImplementedError


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    raise NotImplementedError


def bottleneck_backward(dout, cache):
    raise NotImplementedError


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    raise NotImplementedError


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    raise NotImplementedError


class ResidualBlock:
    """Nothing: the cell of build_resnet declares this class."""
