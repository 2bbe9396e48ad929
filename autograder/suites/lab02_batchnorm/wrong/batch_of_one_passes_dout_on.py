"""returns dout * gamma as dx for a batch of one"""

from solutions.lab02_batchnorm import *

HINT = "If the out of a batch of one is beta whatever x is, what is its gradient?"
FAILS = [
    "test_batchnorm_backward::test_a_batch_of_one_gets_no_gradient",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training and len(dout) == 1:
        dx = dx_hat
    elif training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
