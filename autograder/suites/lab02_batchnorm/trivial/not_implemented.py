"""Leaves the stubs as they were released."""


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    raise NotImplementedError


def batchnorm_backward(dout, cache):
    raise NotImplementedError


def identity_parameters(x, eps):
    raise NotImplementedError


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        raise NotImplementedError

    def forward(self, x, train_flg=True):
        raise NotImplementedError

    def backward(self, dout):
        raise NotImplementedError
