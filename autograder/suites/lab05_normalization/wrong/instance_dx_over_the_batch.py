"""takes the means in dx over all images, which is right for a batch of one"""

from solutions.lab05_normalization import *

HINT = "Over which axes did the forward pass take the mean?"
FAILS = [
    "test_instancenorm::test_dx_is_the_gradient_of_x",
    "test_instancenorm::test_dx_keeps_eps_beside_the_variance",
    "test_instancenorm::test_dx_has_no_part_that_shifts_or_stretches",
]


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    mean = dx_hat.mean(axis=(0, 2, 3), keepdims=True)
    along = (dx_hat * x_hat).mean(axis=(0, 2, 3), keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
