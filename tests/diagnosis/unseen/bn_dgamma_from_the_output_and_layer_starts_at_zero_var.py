LAB = "lab02_batchnorm"
MISTAKES = [
    "multiplies dout by the scaled and shifted output, not by x_hat, for dgamma",
    "starts the layer's running variance at zeros",
]

from solutions.lab02_batchnorm import *


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / np.sqrt(var + eps)
    out = gamma * x_hat + beta
    return out, running_mean, running_var, {"xhat": x_hat, "out": out, "g": gamma, "v": var + eps, "train": training}


def batchnorm_backward(dout, cache):
    xh = cache["xhat"]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * cache["out"]).sum(axis=0)
    d = dout * cache["g"]
    if cache["train"]:
        d = d - d.mean(axis=0) - xh * np.mean(d * xh, axis=0)
    return d / np.sqrt(cache["v"]), dgamma, dbeta


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum, self.eps = gamma, beta, momentum, eps
        self.running_mean = np.zeros_like(gamma) if running_mean is None else running_mean
        self.running_var = np.zeros_like(gamma) if running_var is None else running_var
        self.dgamma, self.dbeta = None, None

    def forward(self, x, train_flg=True):
        axes = (0,) + tuple(range(2, x.ndim))
        form = [1] * x.ndim
        form[1] = -1
        if train_flg:
            mean, var = x.mean(axis=axes), x.var(axis=axes)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mean, var = self.running_mean, self.running_var
        std = np.sqrt(var + self.eps).reshape(form)
        xh = (x - mean.reshape(form)) / std
        self.kept = xh, std, axes, form, train_flg
        return xh * self.gamma.reshape(form) + self.beta.reshape(form)

    def backward(self, dout):
        xh, std, axes, form, training = self.kept
        self.dbeta = dout.sum(axis=axes)
        self.dgamma = (dout * xh).sum(axis=axes)
        d = dout * self.gamma.reshape(form)
        if training:
            d = d - d.mean(axis=axes, keepdims=True) - xh * (d * xh).mean(axis=axes, keepdims=True)
        return d / std
