"""Lab 2, batch normalisation: forward, backward, the parameters that undo it, and a layer with its bugs repaired.

Ioffe & Szegedy (2015), "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift".
"""

import numpy as np

Cache = tuple[np.ndarray, np.ndarray, np.ndarray, bool]


def batchnorm_forward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool,
    momentum: float = 0.9,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, "Cache"]:
    """Normalise each feature over the batch, then scale and shift it.

        x_hat = (x - mean) / sqrt(var + eps)
        out   = gamma * x_hat + beta             Ioffe & Szegedy 2015, algorithm 1

    In training, mean and var are those of the batch (var divides by N), and the running values
    move towards them; in evaluation, they are the running values, which stay as they are.

        running = momentum * running + (1 - momentum) * batch

    x                          (N, D)  float32 or float64
    gamma, beta                (D,)
    running_mean, running_var  (D,)
    training                   True in training, False in evaluation
    momentum, eps              numbers; eps stands inside the square root
    returns                    out (N, D), running_mean (D,), running_var (D,), and a cache of
                               your own making for batchnorm_backward; no argument is changed
    """
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean = running_mean
        var = running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, running_mean, running_var, (x_hat, gamma, std, training)


def batchnorm_backward(dout: np.ndarray, cache: "Cache") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of the loss L back from out to x, gamma and beta.

        dx = dL/dx,  dgamma = dL/dgamma,  dbeta = dL/dbeta      Ioffe & Szegedy 2015, section 3

    After a training forward, mean and var are functions of x: the gradient flows through them, too.
    After an evaluation forward they are constants: dx = dout * gamma / sqrt(running_var + eps).

    dout     (N, D)  dL/dout, the gradient that arrives from above
    cache    what the forward pass returned, in either mode
    returns  dx (N, D), dgamma (D,), dbeta (D,); no argument is changed
    """
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        # Shifting x, or stretching it about its mean, leaves out as it is (but for eps).
        dx_hat = dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)
    return dx_hat / std, dgamma, dbeta


def identity_parameters(x: np.ndarray, eps: float) -> tuple[np.ndarray, np.ndarray]:
    """Find the gamma and beta with which batch normalisation in training returns x itself.

        gamma * (x - mean) / sqrt(var + eps) + beta = x      Ioffe & Szegedy 2015, section 3

    x        (N, D)
    eps      the number that stands inside the square root, not always small
    returns  gamma (D,), beta (D,); x is not changed
    """
    return np.sqrt(x.var(axis=0) + eps), x.mean(axis=0)


class BatchNormalization:
    """Batch normalisation as a layer that keeps its own running statistics.

        out = gamma * (x - mean) / sqrt(var + eps) + beta      Ioffe & Szegedy 2015, algorithms 1 and 2

    Samples of D features have one mean and one variance per feature, over the N samples. Images
    have one mean and one variance per channel, over the N samples and all H x W pixels (section 3.2).

    gamma, beta                (D,) for x (N, D), (C,) for x (N, C, H, W)
    momentum                   running = momentum * running + (1 - momentum) * batch
    eps                        stands inside the square root
    running_mean, running_var  like gamma; None starts them at zeros and at ones, so that
                               evaluation before any training gives gamma * x / sqrt(1 + eps) + beta
    dgamma, dbeta              like gamma; None until backward has set them
    """

    def __init__(
        self,
        gamma: np.ndarray,
        beta: np.ndarray,
        momentum: float = 0.9,
        eps: float = 1e-5,
        running_mean: np.ndarray | None = None,
        running_var: np.ndarray | None = None,
    ) -> None:
        """Keep the parameters and start the running statistics."""
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.eps = eps
        self.running_mean = np.zeros_like(gamma) if running_mean is None else running_mean
        self.running_var = np.ones_like(gamma) if running_var is None else running_var
        self.dgamma: np.ndarray | None = None
        self.dbeta: np.ndarray | None = None

    def forward(self, x: np.ndarray, train_flg: bool = True) -> np.ndarray:
        """Normalise x (N, D) or (N, C, H, W) and return an array of the same shape.

        With train_flg the statistics are those of x, and the running values move towards them;
        without it, the running values are used, and stay as they are.
        """
        axes = (0,) if x.ndim == 2 else (0, 2, 3)
        mean, var = self.running_mean, self.running_var
        if train_flg:
            mean, var = x.mean(axis=axes), x.var(axis=axes)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        # One value per feature or channel, in a shape that broadcasts against x.
        per_channel = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.std = np.sqrt(var + self.eps).reshape(per_channel)
        self.x_hat = (x - mean.reshape(per_channel)) / self.std
        self.trained = train_flg
        out: np.ndarray = self.gamma.reshape(per_channel) * self.x_hat + self.beta.reshape(per_channel)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Return dx for the last forward, in training or in evaluation, and set dgamma and dbeta.

        dout and dx have the shape of that forward's x; dgamma and dbeta have the shape of gamma.
        """
        axes = (0,) if dout.ndim == 2 else (0, 2, 3)
        self.dbeta = dout.sum(axis=axes)
        self.dgamma = (dout * self.x_hat).sum(axis=axes)
        dx_hat = dout * self.gamma.reshape(self.std.shape)
        if self.trained:
            along_x_hat = (dx_hat * self.x_hat).mean(axis=axes, keepdims=True)
            dx_hat = dx_hat - dx_hat.mean(axis=axes, keepdims=True) - self.x_hat * along_x_hat
        dx: np.ndarray = dx_hat / self.std
        return dx
