"""Explicit loops over sets and values, plain Python numbers inside."""

import itertools
import math

import numpy as np


def one_set(values, eps):
    mean = sum(values) / len(values)
    var = sum((v - mean) ** 2 for v in values) / len(values)
    root = math.sqrt(var + eps)
    return mean, var, root


def gradient_of_set(d_hat, hat, root):
    m = len(hat)
    total, along = sum(d_hat), sum(d * h for d, h in zip(d_hat, hat))
    return [(d - total / m - h * along / m) / root for d, h in zip(d_hat, hat)]


def places(shape, *axes):
    """All places of an array, in lists of those that agree in `axes`."""
    sets = {}
    for place in itertools.product(*map(range, shape)):
        sets.setdefault(tuple(place[a] for a in axes), []).append(place)
    return list(sets.values())


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    out, hat, roots = np.empty_like(x), np.empty_like(x), []
    new_mean, new_var = running_mean.copy(), running_var.copy()
    for c, where in enumerate(places(x.shape, 1)):
        if training:
            mean, var, root = one_set([float(x[p]) for p in where], eps)
            new_mean[c] = momentum * running_mean[c] + (1 - momentum) * mean
            new_var[c] = momentum * running_var[c] + (1 - momentum) * var
        else:
            mean, root = running_mean[c], math.sqrt(running_var[c] + eps)
        for p in where:
            hat[p] = (x[p] - mean) / root
            out[p] = gamma[c] * hat[p] + beta[c]
        roots.append(root)
    return out, new_mean, new_var, {"hat": hat, "roots": roots, "gamma": gamma, "training": training}


def spatial_batchnorm_backward(dout, cache):
    hat, gamma = cache["hat"], cache["gamma"]
    dx, dgamma, dbeta = np.empty_like(dout), np.zeros_like(gamma), np.zeros_like(gamma)
    for c, where in enumerate(places(dout.shape, 1)):
        for p in where:
            dgamma[c] += dout[p] * hat[p]
            dbeta[c] += dout[p]
        for p in where:
            dx[p] = dout[p]
            if cache["training"]:
                dx[p] -= (dbeta[c] + hat[p] * dgamma[c]) / len(where)
            dx[p] *= gamma[c] / cache["roots"][c]
    return dx, dgamma, dbeta


def normalise(x, sets, scale, shift, eps):
    out, hat, roots = np.empty_like(x), np.empty_like(x), []
    for where in sets:
        mean, _, root = one_set([float(x[p]) for p in where], eps)
        for p in where:
            hat[p] = (x[p] - mean) / root
            out[p] = scale(p) * hat[p] + shift(p)
        roots.append(root)
    return out, hat, roots


def gradients(dout, hat, roots, sets, gamma, where_of):
    dx, dgamma, dbeta = np.empty_like(dout), np.zeros_like(gamma), np.zeros_like(gamma)
    for where, root in zip(sets, roots):
        d_hat = [dout[p] * gamma[where_of(p)] for p in where]
        for p, d in zip(where, gradient_of_set(d_hat, [hat[p] for p in where], root)):
            dx[p] = d
            dgamma[where_of(p)] += dout[p] * hat[p]
            dbeta[where_of(p)] += dout[p]
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, eps=1e-5):
    sets = places(x.shape, 0)
    out, hat, roots = normalise(x, sets, lambda p: gamma[p[1:]], lambda p: beta[p[1:]], eps)
    return out, [hat, roots, sets, gamma]


def layernorm_backward(dout, cache):
    return gradients(dout, *cache, lambda p: p[1:])


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    if x.shape[1] % groups:
        raise ValueError("the channels cannot be grouped evenly")
    size = x.shape[1] // groups
    sets = {}
    for place in itertools.product(*map(range, x.shape)):
        sets.setdefault((place[0], place[1] // size), []).append(place)
    sets = list(sets.values())
    out, hat, roots = normalise(x, sets, lambda p: gamma[p[1]], lambda p: beta[p[1]], eps)
    return out, [hat, roots, sets, gamma]


def groupnorm_backward(dout, cache):
    return gradients(dout, *cache, lambda p: p[1])


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    sets = places(x.shape, 0, 1)
    out, hat, roots = normalise(x, sets, lambda p: gamma[p[1]], lambda p: beta[p[1]], eps)
    return out, [hat, roots, sets, gamma]


def instancenorm_backward(dout, cache):
    return gradients(dout, *cache, lambda p: p[1])


def normalization_sets(kind, shape, groups=None):
    sets, values = 1, 1
    for length, own in zip(shape, {"batch": "0100", "layer": "1000", "instance": "1100", "group": "1000"}[kind]):
        if own == "1":
            sets *= length
        else:
            values *= length
    if kind == "group":
        if shape[1] % groups:
            raise ValueError(groups)
        sets, values = sets * groups, values // groups
    return sets, values


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    w, b = w.copy(), b.copy()
    for f in range(len(b)):
        root = math.sqrt(running_var[f] + eps)
        w[f] = gamma[f] * w[f] / root
        b[f] = gamma[f] * (b[f] - running_mean[f]) / root + beta[f]
    return w, b


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    new_w, new_b = np.empty_like(w), b.copy()
    for f, c, h, k in itertools.product(*map(range, w.shape)):
        scale = gamma[c] / math.sqrt(running_var[c] + eps)
        new_w[f, c, h, k] = w[f, c, h, k] * scale
        new_b[f] += w[f, c, h, k] * (beta[c] - running_mean[c] * scale)
    return new_w, new_b
