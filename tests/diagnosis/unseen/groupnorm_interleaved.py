LAB = "lab05_normalization"
MISTAKES = ["puts every groups-th channel into a group, not channels that follow one another"]

from solutions.lab05_normalization import *


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide C")
    z = x.reshape(N, C // groups, groups, H, W)
    mean = z.mean(axis=(1, 3, 4), keepdims=True)
    std = np.sqrt(z.var(axis=(1, 3, 4), keepdims=True) + eps)
    xh = (z - mean) / std
    out = xh.reshape(x.shape) * gamma.reshape(1, C, 1, 1) + beta.reshape(1, C, 1, 1)
    return out, (xh, std, gamma)


def groupnorm_backward(dout, cache):
    xh, std, gamma = cache
    C = dout.shape[1]
    flat = xh.reshape(dout.shape)
    d = (dout * gamma.reshape(1, C, 1, 1)).reshape(xh.shape)
    ax = (1, 3, 4)
    dx = (d - d.mean(axis=ax, keepdims=True) - xh * (d * xh).mean(axis=ax, keepdims=True)) / std
    return dx.reshape(dout.shape), (dout * flat).sum(axis=(0, 2, 3)), dout.sum(axis=(0, 2, 3))
