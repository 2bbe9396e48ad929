LAB = "lab02_batchnorm"
MISTAKES = ["divides the sums in backward by N also for images, where it should be N * H * W"]

from solutions.lab02_batchnorm import *


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.eps = eps
        if running_mean is None:
            running_mean = np.zeros_like(gamma)
        if running_var is None:
            running_var = np.ones_like(gamma)
        self.running_mean = running_mean
        self.running_var = running_var
        self.dgamma = None
        self.dbeta = None

    def forward(self, x, train_flg=True):
        if x.ndim == 4:
            self.ax, self.sh = (0, 2, 3), (1, x.shape[1], 1, 1)
        else:
            self.ax, self.sh = 0, (1, x.shape[1])
        self.train_flg = train_flg
        if train_flg:
            mu, var = np.mean(x, axis=self.ax), np.var(x, axis=self.ax)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mu, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps).reshape(self.sh)
        self.xhat = (x - mu.reshape(self.sh)) / self.std
        return self.xhat * self.gamma.reshape(self.sh) + self.beta.reshape(self.sh)

    def backward(self, dout):
        m = dout.shape[0]
        self.dbeta = dout.sum(axis=self.ax)
        self.dgamma = np.sum(dout * self.xhat, axis=self.ax)
        scale = self.gamma.reshape(self.sh) / self.std
        if not self.train_flg:
            return dout * scale
        return scale * (dout - self.dbeta.reshape(self.sh) / m - self.xhat * self.dgamma.reshape(self.sh) / m)
