"""leaves the path through the mean out of dx"""

from solutions.lab02_batchnorm import *

HINT = "How many arrows leave x in the graph of the forward pass? Which of them goes through the mean?"
FAILS = [
    "test_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_batchnorm_backward::test_a_bias_before_batch_norm_gets_no_gradient",
    "test_batchnorm_backward::test_a_batch_of_one_gets_no_gradient",
    "test_batchnorm_backward::test_a_batch_of_two_gets_no_gradient",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
