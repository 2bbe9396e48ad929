"""Raises ValueError whatever it is given."""


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    raise ValueError("no")


def residual_backward(dout, cache):
    raise ValueError("no")


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    raise ValueError("no")


def bottleneck_backward(dout, cache):
    raise ValueError("no")


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    raise ValueError("no")


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    raise ValueError("no")


class ResidualBlock:
    """Nothing: the cell of build_resnet declares this class."""
