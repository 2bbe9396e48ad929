"""Sums are einsum, vectors are laid over the images by broadcast_to, the cache is a dict."""

import numpy as np


def over_images(vector, shape):
    return np.broadcast_to(vector[:, None, None], shape)


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    m = x.size // x.shape[1]
    if training:
        mean = np.einsum("nchw->c", x) / m
        centred = x - over_images(mean, x.shape)
        var = np.einsum("nchw,nchw->c", centred, centred) / m
        running_mean = np.stack([running_mean, mean], axis=1) @ np.array([momentum, 1 - momentum], x.dtype)
        running_var = np.stack([running_var, var], axis=1) @ np.array([momentum, 1 - momentum], x.dtype)
    else:
        centred, var = x - over_images(running_mean, x.shape), running_var
    inv = (var + eps) ** -0.5
    out = np.einsum("nchw,c->nchw", centred, gamma * inv) + over_images(beta, x.shape)
    return out, running_mean, running_var, {"centred": centred, "inv": inv, "gamma": gamma, "training": training}


def spatial_batchnorm_backward(dout, cache):
    inv, gamma = cache["inv"], cache["gamma"]
    dbeta = np.einsum("nchw->c", dout)
    dgamma = np.einsum("nchw,nchw,c->c", dout, cache["centred"], inv)
    inside = dout
    if cache["training"]:
        m = dout.size // dout.shape[1]
        x_hat = np.einsum("nchw,c->nchw", cache["centred"], inv)
        inside = dout - over_images(dbeta / m, dout.shape) - np.einsum("nchw,c->nchw", x_hat, dgamma / m)
    return np.einsum("nchw,c->nchw", inside, gamma * inv), dgamma, dbeta


def layernorm_forward(x, gamma, beta, eps=1e-5):
    rows = x.reshape(len(x), -1)
    m = rows.shape[1]
    centred = rows - np.einsum("nd->n", rows)[:, None] / m
    inv = (np.einsum("nd,nd->n", centred, centred) / m + eps) ** -0.5
    x_hat = np.einsum("nd,n->nd", centred, inv)
    out = np.einsum("nd,d->nd", x_hat, gamma.reshape(-1)) + beta.reshape(-1)
    return out.reshape(x.shape), {"x_hat": x_hat, "inv": inv, "gamma": gamma}


def layernorm_backward(dout, cache):
    x_hat, inv, gamma = cache["x_hat"], cache["inv"], cache["gamma"]
    rows = dout.reshape(len(dout), -1)
    m = rows.shape[1]
    d_hat = np.einsum("nd,d->nd", rows, gamma.reshape(-1))
    inside = d_hat - np.einsum("nd->n", d_hat)[:, None] / m
    inside = inside - np.einsum("nd,n->nd", x_hat, np.einsum("nd,nd->n", d_hat, x_hat) / m)
    dx = np.einsum("nd,n->nd", inside, inv).reshape(dout.shape)
    dgamma = np.einsum("nd,nd->d", rows, x_hat).reshape(gamma.shape)
    return dx, dgamma, np.einsum("nd->d", rows).reshape(gamma.shape)


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    size, left = divmod(C, groups)
    if left:
        raise ValueError(f"{C} channels, {groups} groups")
    parts = x.reshape(N, groups, size, H, W)
    m = size * H * W
    centred = parts - np.einsum("ngshw->ng", parts)[:, :, None, None, None] / m
    inv = (np.einsum("ngshw,ngshw->ng", centred, centred) / m + eps) ** -0.5
    x_hat = np.einsum("ngshw,ng->ngshw", centred, inv)
    out = np.einsum("ngshw,gs->ngshw", x_hat, gamma.reshape(groups, size)).reshape(x.shape)
    return out + over_images(beta, x.shape), {"x_hat": x_hat, "inv": inv, "gamma": gamma}


def groupnorm_backward(dout, cache):
    x_hat, inv, gamma = cache["x_hat"], cache["inv"], cache["gamma"]
    groups, size = x_hat.shape[1:3]
    parts = dout.reshape(x_hat.shape)
    d_hat = np.einsum("ngshw,gs->ngshw", parts, gamma.reshape(groups, size))
    m = x_hat[0, 0].size
    first = np.einsum("ngshw->ng", d_hat)[:, :, None, None, None] / m
    second = np.einsum("ngshw,ng->ngshw", x_hat, np.einsum("ngshw,ngshw->ng", d_hat, x_hat) / m)
    dx = np.einsum("ngshw,ng->ngshw", d_hat - first - second, inv)
    dgamma = np.einsum("ngshw,ngshw->gs", parts, x_hat).reshape(-1)
    return dx.reshape(dout.shape), dgamma, np.einsum("nchw->c", dout)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    m = x.shape[2] * x.shape[3]
    centred = x - np.einsum("nchw->nc", x)[..., None, None] / m
    inv = (np.einsum("nchw,nchw->nc", centred, centred) / m + eps) ** -0.5
    x_hat = np.einsum("nchw,nc->nchw", centred, inv)
    return np.einsum("nchw,c->nchw", x_hat, gamma) + over_images(beta, x.shape), (x_hat, inv, gamma)


def instancenorm_backward(dout, cache):
    x_hat, inv, gamma = cache
    m = dout.shape[2] * dout.shape[3]
    per_image = np.einsum("nchw->nc", dout)
    along = np.einsum("nchw,nchw->nc", dout, x_hat)
    inside = dout - per_image[..., None, None] / m - np.einsum("nchw,nc->nchw", x_hat, along / m)
    return np.einsum("nchw,nc,c->nchw", inside, inv, gamma), along.sum(axis=0), per_image.sum(axis=0)


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "group" and C % groups:
        raise ValueError
    per_sample = {"batch": 0, "layer": 1, "instance": C, "group": groups}[kind]
    sets = N * per_sample if per_sample else C
    return sets, N * C * H * W // sets


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    inv = (running_var + eps) ** -0.5
    return np.einsum("fchw,f->fchw", w, gamma * inv), np.einsum("f,f->f", b - running_mean, gamma * inv) + beta


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma * (running_var + eps) ** -0.5
    scaled = np.einsum("fchw,c->fchw", w, scale)
    return scaled, b + np.einsum("fchw,c->f", w, beta) - np.einsum("fchw,c->f", scaled, running_mean)
