"""Lab 5, normalisation of images: batch, layer, group and instance norm, and batch norm folded into a convolution.

All four subtract a mean and divide by a standard deviation; they differ in the values that a mean is taken over.
Wu & He (2018), "Group Normalization", sets them side by side.
"""

import numpy as np

Cache = tuple[np.ndarray, np.ndarray, np.ndarray, bool]
GroupCache = tuple[np.ndarray, np.ndarray, np.ndarray, int]
PlainCache = tuple[np.ndarray, np.ndarray, np.ndarray]


def spatial_batchnorm_forward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool,
    momentum: float = 0.9,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, "Cache"]:
    """Normalise each channel over the batch and all pixels, then scale and shift it.

        x_hat[n, c, h, w] = (x[n, c, h, w] - mean[c]) / sqrt(var[c] + eps)
        out[n, c, h, w]   = gamma[c] * x_hat[n, c, h, w] + beta[c]      Ioffe & Szegedy 2015, section 3.2

    In training, mean and var are those of the N * H * W values of a channel (var divides by their
    number), and the running values move towards them; in evaluation, they are the running values,
    which stay as they are.

        running = momentum * running + (1 - momentum) * batch

    x                          (N, C, H, W)  float32 or float64
    gamma, beta                (C,)
    running_mean, running_var  (C,)
    training                   True in training, False in evaluation
    momentum, eps              numbers; eps stands inside the square root
    returns                    out (N, C, H, W), running_mean (C,), running_var (C,), and a cache of your
                               own making for spatial_batchnorm_backward; no argument is changed
    """
    if training:
        mean = x.mean(axis=(0, 2, 3))
        var = x.var(axis=(0, 2, 3))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean = running_mean
        var = running_var
    std = np.sqrt(var + eps)[:, None, None]
    x_hat = (x - mean[:, None, None]) / std
    out = gamma[:, None, None] * x_hat + beta[:, None, None]
    return out, running_mean, running_var, (x_hat, std, gamma, training)


def spatial_batchnorm_backward(dout: np.ndarray, cache: "Cache") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of the loss L back from out to x, gamma and beta.

        dx = dL/dx,  dgamma = dL/dgamma,  dbeta = dL/dbeta      Ioffe & Szegedy 2015, section 3

    After a training forward, mean and var are functions of x: the gradient flows through them, too.
    After an evaluation forward they are constants: dx = dout * gamma / sqrt(running_var + eps).

    dout     (N, C, H, W)  dL/dout, the gradient that arrives from above
    cache    what the forward pass returned, in either mode
    returns  dx (N, C, H, W), dgamma (C,), dbeta (C,); no argument is changed
    """
    x_hat, std, gamma, training = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma[:, None, None]
    dx = _through_statistics(dx_hat, x_hat, std, (0, 2, 3)) if training else dx_hat / std
    return dx, dgamma, dbeta


def layernorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, "PlainCache"]:
    """Normalise each sample over all its values, then scale and shift every one of them by itself.

        x_hat[n] = (x[n] - mean[n]) / sqrt(var[n] + eps)
        out[n]   = gamma * x_hat[n] + beta               Ba, Kiros & Hinton 2016, section 3

    mean[n] and var[n] run over all axes of x but the first; var divides by the number of values.

    x            (N, D), (N, C, H, W) or any other shape with a first axis of samples
    gamma, beta  x.shape[1:]
    eps          stands inside the square root
    returns      out with the shape of x, and a cache of your own making; no argument is changed
    """
    x_hat, std = _standardise(x, tuple(range(1, x.ndim)), eps)
    return gamma * x_hat + beta, (x_hat, std, gamma)


def layernorm_backward(dout: np.ndarray, cache: "PlainCache") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of the loss L back from out to x, gamma and beta.

        dx = dL/dx,  dgamma = dL/dgamma,  dbeta = dL/dbeta

    dout     the shape of x
    cache    what layernorm_forward returned
    returns  dx with the shape of x, dgamma and dbeta with the shape of gamma; no argument is changed
    """
    x_hat, std, gamma = cache
    dx = _through_statistics(dout * gamma, x_hat, std, tuple(range(1, dout.ndim)))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def groupnorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, groups: int, eps: float = 1e-5
) -> tuple[np.ndarray, "GroupCache"]:
    """Normalise each group of neighbouring channels of each sample, then scale and shift each channel.

        x_hat = (x - mean) / sqrt(var + eps)
        out   = gamma * x_hat + beta             Wu & He 2018, section 3.1

    The C channels fall into `groups` groups of C / groups channels that follow one another. Each group of
    each sample has one mean and one var, over its channels and all pixels; var divides by their number.

    x            (N, C, H, W)
    gamma, beta  (C,), one number a channel
    groups       the number of groups; ValueError if it does not divide C
    eps          stands inside the square root
    returns      out (N, C, H, W), and a cache of your own making; no argument is changed
    """
    N, C, _, _ = x.shape
    if C % groups:
        raise ValueError(f"{C} channels do not fall into {groups} equal groups")
    x_hat, std = _standardise(x.reshape(N, groups, -1), (2,), eps)
    x_hat = x_hat.reshape(x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None], (x_hat, std, gamma, groups)


def groupnorm_backward(dout: np.ndarray, cache: "GroupCache") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of the loss L back from out to x, gamma and beta.

        dx = dL/dx,  dgamma = dL/dgamma,  dbeta = dL/dbeta

    dout     (N, C, H, W)
    cache    what groupnorm_forward returned
    returns  dx (N, C, H, W), dgamma (C,), dbeta (C,); no argument is changed
    """
    x_hat, std, gamma, groups = cache
    grouped = (len(dout), groups, -1)
    dx_hat = (dout * gamma[:, None, None]).reshape(grouped)
    dx = _through_statistics(dx_hat, x_hat.reshape(grouped), std, (2,)).reshape(dout.shape)
    return dx, (dout * x_hat).sum(axis=(0, 2, 3)), dout.sum(axis=(0, 2, 3))


def instancenorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, "PlainCache"]:
    """Normalise each channel of each sample over its pixels, then scale and shift each channel.

        x_hat[n, c] = (x[n, c] - mean[n, c]) / sqrt(var[n, c] + eps)
        out[n, c]   = gamma[c] * x_hat[n, c] + beta[c]       Ulyanov, Vedaldi & Lempitsky 2016

    var divides by the number of pixels, H * W. Training and evaluation are the same.

    x            (N, C, H, W)
    gamma, beta  (C,)
    eps          stands inside the square root
    returns      out (N, C, H, W), and a cache of your own making; no argument is changed
    """
    x_hat, std = _standardise(x, (2, 3), eps)
    return gamma[:, None, None] * x_hat + beta[:, None, None], (x_hat, std, gamma)


def instancenorm_backward(dout: np.ndarray, cache: "PlainCache") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of the loss L back from out to x, gamma and beta.

        dx = dL/dx,  dgamma = dL/dgamma,  dbeta = dL/dbeta

    dout     (N, C, H, W)
    cache    what instancenorm_forward returned
    returns  dx (N, C, H, W), dgamma (C,), dbeta (C,); no argument is changed
    """
    x_hat, std, gamma = cache
    dx = _through_statistics(dout * gamma[:, None, None], x_hat, std, (2, 3))
    return dx, (dout * x_hat).sum(axis=(0, 2, 3)), dout.sum(axis=(0, 2, 3))


def normalization_sets(kind: str, shape: tuple[int, int, int, int], groups: int | None = None) -> tuple[int, int]:
    """Count the sets of values that have a mean and a variance of their own, and the values in each of them.

    kind     "batch", "layer", "instance" or "group"; "batch" means in training
    shape    (N, C, H, W)
    groups   the number of groups for "group"; ValueError if it does not divide C. None for the others
    returns  sets, values_per_set: two integers
    """
    N, C, H, W = shape
    if kind == "group":
        assert groups is not None
        if C % groups:
            raise ValueError(f"{C} channels do not fall into {groups} equal groups")
        return N * groups, C // groups * H * W
    return {"batch": (C, N * H * W), "layer": (N, C * H * W), "instance": (N * C, H * W)}[kind]


def fuse_conv_batchnorm(
    w: np.ndarray,
    b: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    eps: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Fold a batch normalisation in evaluation into the convolution before it.

        conv(x; new w, new b) = batchnorm(conv(x; w, b))      Jacob et al. 2018, section 3.2

    True for every x, stride and padding.

    w                          (F, C, KH, KW)
    b                          (F,)
    gamma, beta                (F,)  of the batch normalisation, as are the next two
    running_mean, running_var  (F,)
    eps                        stands inside the square root
    returns                    new w (F, C, KH, KW), new b (F,); no argument is changed
    """
    scale = gamma / np.sqrt(running_var + eps)
    return w * scale[:, None, None, None], (b - running_mean) * scale + beta


def fuse_batchnorm_conv(
    w: np.ndarray,
    b: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    eps: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Fold a batch normalisation in evaluation into the convolution after it.

        conv(x; new w, new b) = conv(batchnorm(x); w, b)

    True for every x and stride, if the convolution has no padding.

    w                          (F, C, KH, KW)
    b                          (F,)
    gamma, beta                (C,)  of the batch normalisation, as are the next two
    running_mean, running_var  (C,)
    eps                        stands inside the square root
    returns                    new w (F, C, KH, KW), new b (F,); no argument is changed
    """
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    return w * scale[:, None, None], b + w.sum(axis=(2, 3)) @ shift


def _standardise(x: np.ndarray, axes: tuple[int, ...], eps: float) -> tuple[np.ndarray, np.ndarray]:
    """Return (x - mean) / sqrt(var + eps) and that root, with mean and var over `axes`."""
    std = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return (x - x.mean(axis=axes, keepdims=True)) / std, std


def _through_statistics(dx_hat: np.ndarray, x_hat: np.ndarray, std: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """Return dx when x_hat is x standardised over `axes`: what only moves or stretches a set changes nothing."""
    along_x_hat = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx: np.ndarray = (dx_hat - dx_hat.mean(axis=axes, keepdims=True) - x_hat * along_x_hat) / std
    return dx
