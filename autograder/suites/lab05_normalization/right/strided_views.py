"""Sets are views made with as_strided on a packed copy; one generic pair of functions with a generator of sets."""

import numpy as np
from numpy.lib.stride_tricks import as_strided


def sets_of(packed, shape, strides):
    """A view with a first axis for each set and a second for its values' first axis, and so on."""
    return as_strided(packed, shape, [step * packed.itemsize for step in strides])


def standardise(view, eps):
    axes = tuple(range(1, view.ndim))
    std = (view.var(axis=axes, keepdims=True) + eps) ** 0.5
    view -= view.mean(axis=axes, keepdims=True)
    view /= std
    return std


def pull_back(view, hat, std):
    axes = tuple(range(1, view.ndim))
    mean = view.mean(axis=axes, keepdims=True)
    along = (view * hat).mean(axis=axes, keepdims=True)
    view -= mean
    view -= hat * along
    view /= std


def cut(packed, kind, groups=1):
    N, C, P = packed.shape
    if kind == "batch":
        return sets_of(packed, (C, N, P), (P, C * P, 1))
    return sets_of(packed, (N * groups, C // groups * P), (C // groups * P, 1))


def pixels(x):
    return np.array(x, order="C").reshape(len(x), x.shape[1] if x.ndim > 1 else 1, -1)


def normalise(x, gamma, beta, kind, groups, eps):
    hat = pixels(x)
    std = standardise(cut(hat, kind, groups), eps)
    return (gamma * hat + beta).reshape(x.shape), (hat, std, gamma, kind, groups)


def gradients(dout, cache):
    hat, std, gamma, kind, groups = cache
    d = pixels(dout)
    dx = d * gamma
    pull_back(cut(dx, kind, groups), cut(hat, kind, groups), std)
    return dx.reshape(dout.shape), d * hat, d


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        out, cache = normalise(x, gamma[:, None], beta[:, None], "batch", 1, eps)
        values = cut(pixels(x), "batch")
        running_mean = momentum * running_mean + (1 - momentum) * values.mean(axis=(1, 2))
        running_var = momentum * running_var + (1 - momentum) * values.var(axis=(1, 2))
        return out, running_mean, running_var, cache
    hat = (pixels(x) - running_mean[:, None]) / np.sqrt(running_var + eps)[:, None]
    out = gamma[:, None] * hat + beta[:, None]
    return out.reshape(x.shape), running_mean, running_var, (hat, (gamma / np.sqrt(running_var + eps))[:, None])


def spatial_batchnorm_backward(dout, cache):
    if len(cache) == 2:
        d, (hat, scale) = pixels(dout), cache
        return (d * scale).reshape(dout.shape), (d * hat).sum(axis=(0, 2)), d.sum(axis=(0, 2))
    dx, dgamma, dbeta = gradients(dout, cache)
    return dx, dgamma.sum(axis=(0, 2)), dbeta.sum(axis=(0, 2))


def layernorm_forward(x, gamma, beta, eps=1e-5):
    return normalise(x, gamma.reshape(len(gamma), -1), beta.reshape(len(beta), -1), "layer", 1, eps)


def layernorm_backward(dout, cache):
    dx, dgamma, dbeta = gradients(dout, cache)
    return dx, dgamma.sum(axis=0).reshape(dout.shape[1:]), dbeta.sum(axis=0).reshape(dout.shape[1:])


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    if x.shape[1] % groups:
        raise ValueError("the last group would be smaller")
    return normalise(x, gamma[:, None], beta[:, None], "group", groups, eps)


def groupnorm_backward(dout, cache):
    dx, dgamma, dbeta = gradients(dout, cache)
    return dx, dgamma.sum(axis=(0, 2)), dbeta.sum(axis=(0, 2))


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    return normalise(x, gamma[:, None], beta[:, None], "instance", x.shape[1], eps)


def instancenorm_backward(dout, cache):
    return groupnorm_backward(dout, cache)


def normalization_sets(kind, shape, groups=None):
    groups = {"batch": 1, "layer": 1, "instance": shape[1]}.get(kind, groups)
    if shape[1] % groups:
        raise ValueError("the last group would be smaller")
    packed = np.empty((1, 1, 1))
    packed = as_strided(packed, (shape[0], shape[1], shape[2] * shape[3]), (0, 0, 0))
    view = cut(packed, kind, groups)
    return view.shape[0], view[0].size


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    std = np.sqrt(running_var + eps)
    return (w.T * gamma / std).T, gamma / std * b + (beta - gamma / std * running_mean)


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    std = np.sqrt(running_var + eps)
    shift = beta - running_mean / std * gamma
    return np.stack([(part.T * gamma / std).T for part in w]), np.array(
        [bias + sum(part[c].sum() * shift[c] for c in range(len(shift))) for part, bias in zip(w, b)]
    )
