"""Everything in float64, and float64 out; variance as the mean of squares less the squared mean; dx node by node."""

import numpy as np


class Saved:
    """What backward needs."""

    def __init__(self, **values):
        self.__dict__.update(values)


def wide(*arrays):
    return [np.array(a, dtype=np.float64) for a in arrays]


def channel(vector):
    return vector.reshape(1, -1, 1, 1)


def forward(x, axes, eps):
    mean = np.mean(x, axis=axes, keepdims=True)
    var = np.maximum(np.mean(x**2, axis=axes, keepdims=True) - mean**2, 0)
    root = np.sqrt(var + eps)
    return Saved(centred=x - mean, mean=mean, var=var, root=root, hat=(x - mean) / root, axes=axes)


def backward(d_hat, saved):
    m = saved.centred.size / saved.root.size
    droot = np.sum(-d_hat * saved.centred / saved.root**2, axis=saved.axes, keepdims=True)
    dvar = droot / (2 * saved.root)
    dcentred = d_hat / saved.root + 2 * saved.centred * dvar / m
    # The part of the mean inside the variance is zero: the centred values sum to 0.
    dmean = -np.sum(d_hat / saved.root, axis=saved.axes, keepdims=True)
    return dcentred + dmean / m


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    x, gamma, beta, running_mean, running_var = wide(x, gamma, beta, running_mean, running_var)
    if training:
        saved = forward(x, (0, 2, 3), eps)
        running_mean *= momentum
        running_mean += (1 - momentum) * saved.mean.ravel()
        running_var *= momentum
        running_var += (1 - momentum) * saved.var.ravel()
    else:
        root = channel(np.sqrt(running_var + eps))
        saved = Saved(root=root, hat=(x - channel(running_mean)) / root)
    saved.gamma, saved.training = gamma, training
    return channel(gamma) * saved.hat + channel(beta), running_mean, running_var, saved


def spatial_batchnorm_backward(dout, cache):
    (dout,) = wide(dout)
    d_hat = dout * channel(cache.gamma)
    dx = backward(d_hat, cache) if cache.training else d_hat / cache.root
    return dx, np.sum(dout * cache.hat, axis=(0, 2, 3)), np.sum(dout, axis=(0, 2, 3))


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x, gamma, beta = wide(x, gamma, beta)
    saved = forward(x, tuple(range(1, x.ndim)), eps)
    saved.gamma = gamma
    return gamma * saved.hat + beta, saved


def layernorm_backward(dout, cache):
    (dout,) = wide(dout)
    return backward(dout * cache.gamma, cache), np.sum(dout * cache.hat, axis=0), np.sum(dout, axis=0)


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    x, gamma, beta = wide(x, gamma, beta)
    N, C, H, W = x.shape
    if C % groups:
        raise ValueError(f"{C} channels in {groups} groups")
    saved = forward(x.reshape(N, groups, C // groups, H, W), (2, 3, 4), eps)
    saved.gamma = gamma
    return channel(gamma) * saved.hat.reshape(x.shape) + channel(beta), saved


def groupnorm_backward(dout, cache):
    (dout,) = wide(dout)
    dx = backward((dout * channel(cache.gamma)).reshape(cache.hat.shape), cache).reshape(dout.shape)
    return dx, np.sum(dout * cache.hat.reshape(dout.shape), axis=(0, 2, 3)), np.sum(dout, axis=(0, 2, 3))


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    x, gamma, beta = wide(x, gamma, beta)
    saved = forward(x, (2, 3), eps)
    saved.gamma = gamma
    return channel(gamma) * saved.hat + channel(beta), saved


def instancenorm_backward(dout, cache):
    (dout,) = wide(dout)
    dx = backward(dout * channel(cache.gamma), cache)
    return dx, np.sum(dout * cache.hat, axis=(0, 2, 3)), np.sum(dout, axis=(0, 2, 3))


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = (np.int64(length) for length in shape)
    if kind == "group" and C % groups != 0:
        raise ValueError(f"{C} channels in {groups} groups")
    sets = {"batch": C, "layer": N, "instance": N * C, "group": N * (groups or 1)}[kind]
    return sets, N * C * H * W // sets


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    w, b, gamma, beta, running_mean, running_var = wide(w, b, gamma, beta, running_mean, running_var)
    root = np.sqrt(running_var + eps)
    w *= (gamma / root).reshape(-1, 1, 1, 1)
    b -= running_mean
    b *= gamma / root
    b += beta
    return w, b


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    w, b, gamma, beta, running_mean, running_var = wide(w, b, gamma, beta, running_mean, running_var)
    root = np.sqrt(running_var + eps)
    b += np.sum(w * channel(beta - gamma * running_mean / root), axis=(1, 2, 3))
    w *= channel(gamma / root)
    return w, b
