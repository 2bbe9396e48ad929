"""Returns as many values as asked for, each of them None."""


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return None, None, None, None


def batchnorm_backward(dout, cache):
    return None, None, None


def identity_parameters(x, eps):
    return None, None


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta = gamma, beta

    def forward(self, x, train_flg=True):
        pass

    def backward(self, dout):
        pass
