"""Returns None."""


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return None


def batchnorm_backward(dout, cache):
    return None


def identity_parameters(x, eps):
    return None


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.running_mean = self.running_var = self.dgamma = self.dbeta = None

    def forward(self, x, train_flg=True):
        return None

    def backward(self, dout):
        return None
