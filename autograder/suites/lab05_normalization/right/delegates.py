"""One group norm does the work of all: instance norm has C groups, layer norm one, batch norm one image of all."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if not training:
        inv = 1 / np.sqrt(running_var + eps)
        hat = (x - running_mean[:, None, None]) * inv[:, None, None]
        return gamma[:, None, None] * hat + beta[:, None, None], running_mean, running_var, ("eval", hat, inv, gamma)
    N, C = x.shape[:2]
    one_image = np.concatenate(list(x), axis=1)[None]  # the images below one another: (1, C, N * H, W)
    out, cache = grouped_forward(one_image, gamma, beta, C, eps)
    mean, var = one_image[0].mean((1, 2)), one_image[0].var((1, 2))
    return (
        np.stack(np.split(out[0], N, axis=1)),
        running_mean + (1 - momentum) * (mean - running_mean),
        running_var + (1 - momentum) * (var - running_var),
        ("train", cache),
    )


def spatial_batchnorm_backward(dout, cache):
    if cache[0] == "eval":
        _, hat, inv, gamma = cache
        return dout * (gamma * inv)[:, None, None], (dout * hat).sum((0, 2, 3)), dout.sum((0, 2, 3))
    dx, dgamma, dbeta = grouped_backward(np.concatenate(list(dout), axis=1)[None], cache[1])
    return np.stack(np.split(dx[0], len(dout), axis=1)), dgamma, dbeta


def layernorm_forward(x, gamma, beta, eps=1e-5):
    # Every value is a channel of one pixel, so that each has a gamma of its own.
    out, cache = grouped_forward(x.reshape(len(x), -1, 1, 1), gamma.ravel(), beta.ravel(), 1, eps)
    return out.reshape(x.shape), (cache, gamma.shape)


def layernorm_backward(dout, cache):
    inner, shape = cache
    dx, dgamma, dbeta = grouped_backward(dout.reshape(len(dout), -1, 1, 1), inner)
    return dx.reshape(dout.shape), dgamma.reshape(shape), dbeta.reshape(shape)


# Not groupnorm_forward itself: in the notebook that is written after the first questions have been checked.
def grouped_forward(x, gamma, beta, groups, eps=1e-5):
    C = x.shape[1]
    if C % groups > 0:
        raise ValueError(f"{groups} groups of {C} channels")
    hats, stds = [], []
    for part in np.split(x, groups, axis=1):
        std = np.sqrt(part.var(axis=(1, 2, 3), keepdims=True) + eps)
        hats.append((part - part.mean(axis=(1, 2, 3), keepdims=True)) / std)
        stds.append(std)
    hat = np.concatenate(hats, axis=1)
    return hat * gamma[:, None, None] + beta[:, None, None], (hats, stds, gamma)


def grouped_backward(dout, cache):
    hats, stds, gamma = cache
    dxs = []
    for d, hat, std in zip(np.split(dout * gamma[:, None, None], len(hats), axis=1), hats, stds):
        mean, along = d.mean(axis=(1, 2, 3), keepdims=True), (d * hat).mean(axis=(1, 2, 3), keepdims=True)
        dxs.append((d - mean - hat * along) / std)
    dgamma = (dout * np.concatenate(hats, axis=1)).sum(axis=(0, 2, 3))
    return np.concatenate(dxs, axis=1), dgamma, dout.sum(axis=(0, 2, 3))


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    return grouped_forward(x, gamma, beta, groups, eps)


def groupnorm_backward(dout, cache):
    return grouped_backward(dout, cache)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    return grouped_forward(x, gamma, beta, x.shape[1], eps)


def instancenorm_backward(dout, cache):
    return grouped_backward(dout, cache)


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        return normalization_sets("group", (1, C, N * H, W), C)
    if kind != "group":
        return normalization_sets("group", shape, {"layer": 1, "instance": C}[kind])
    if C % groups:
        raise ValueError(f"{groups} groups of {C} channels")
    return groups * N, (C // groups) * (H * W)


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    # The bias is the output for x = 0, so batch norm treats it like any output.
    bias, *_ = spatial_batchnorm_forward(b[None, :, None, None], gamma, beta, running_mean, running_var, False, eps=eps)
    zero = np.zeros_like(running_mean)
    per_filter = np.moveaxis(w, 0, 1)
    scaled, *_ = spatial_batchnorm_forward(per_filter, gamma, zero, zero, running_var, False, eps=eps)
    return np.moveaxis(scaled, 1, 0), bias[0, :, 0, 0]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    zero = np.zeros_like(running_mean)
    scaled, *_ = spatial_batchnorm_forward(w, gamma, zero, zero, running_var, False, eps=eps)
    at_zero = gamma * (0 - running_mean) / np.sqrt(running_var + eps) + beta
    return scaled, b + np.tensordot(w.sum((2, 3)), at_zero, axes=1)
