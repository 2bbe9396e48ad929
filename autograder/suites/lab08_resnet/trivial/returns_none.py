"""Returns nothing."""


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    return None


def residual_backward(dout, cache):
    return None


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    return None


def bottleneck_backward(dout, cache):
    return None


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    return None


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    return None


class ResidualBlock:
    """Nothing: the cell of build_resnet declares this class."""
