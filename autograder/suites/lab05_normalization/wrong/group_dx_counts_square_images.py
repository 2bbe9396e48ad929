"""divides the sums in dx by C / groups * H * H, which is right for square images"""

from solutions.lab05_normalization import *

HINT = "How many pixels has an image of H rows and W columns?"
FAILS = [
    "test_groupnorm::test_dx_is_the_gradient_of_x",
    "test_groupnorm::test_dx_keeps_eps_beside_the_variance",
    "test_groupnorm::test_dx_has_no_part_that_shifts_or_stretches",
]


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = (dout * gamma.reshape(1, C, 1, 1)).reshape(N, groups, -1)
    grouped = x_hat.reshape(N, groups, -1)
    mean = dx_hat.sum(axis=2, keepdims=True) / (C // groups * H * H)
    along = (dx_hat * grouped).sum(axis=2, keepdims=True) / (C // groups * H * H)
    dx = (dx_hat - mean - grouped * along) / std.reshape(N, groups, 1)
    return dx.reshape(N, C, H, W), dgamma, dbeta
