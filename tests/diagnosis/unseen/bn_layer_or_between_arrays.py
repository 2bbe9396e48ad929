LAB = "lab02_batchnorm"
MISTAKES = ['chooses the running statistics with "or", which raises for arrays that are given']

from solutions.lab02_batchnorm import *


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta = gamma, beta
        self.momentum, self.eps = momentum, eps
        self.running_mean = running_mean or np.zeros_like(gamma)
        self.running_var = running_var or np.ones_like(gamma)
        self.dgamma = self.dbeta = None

    def forward(self, x, train_flg=True):
        self.shape = x.shape
        flat = x if x.ndim == 2 else x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])
        if train_flg:
            mean, var = flat.mean(axis=0), flat.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.was_training = train_flg
        self.inv = 1 / np.sqrt(var + self.eps)
        self.xh = (flat - mean) * self.inv
        return self._unflat(self.gamma * self.xh + self.beta)

    def _unflat(self, a):
        if len(self.shape) == 2:
            return a
        N, C, H, W = self.shape
        return a.reshape(N, H, W, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        d = dout if dout.ndim == 2 else dout.transpose(0, 2, 3, 1).reshape(-1, dout.shape[1])
        self.dbeta = d.sum(axis=0)
        self.dgamma = (d * self.xh).sum(axis=0)
        if self.was_training:
            d = d - d.mean(axis=0) - self.xh * (d * self.xh).mean(axis=0)
        return self._unflat(d * self.gamma * self.inv)
