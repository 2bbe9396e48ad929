"""The layers of the earlier labs as classes, with PyTorch's names: what assembly labs hand out as layers.py.

A layer remembers in forward what its backward needs, and keeps the gradients of its parameters for grads().
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from solutions.lab01_backprop import (
    linear_backward,
    linear_forward,
    minibatches,
    sgd_momentum,
    softmax_cross_entropy,
    tanh_backward,
    tanh_forward,
)
from solutions.lab02_batchnorm import batchnorm_backward, batchnorm_forward
from solutions.lab03_convolution import conv_backward, conv_forward, conv_forward_im2col
from solutions.lab04_pooling import (
    avg_pool_backward,
    avg_pool_forward,
    global_avg_pool_backward,
    global_avg_pool_forward,
    max_pool_backward,
    max_pool_forward,
)
from solutions.lab05_normalization import spatial_batchnorm_backward, spatial_batchnorm_forward

__all__ = [  # what a lab can name in its metadata; the functions are those of labs 1 and 3
    "AvgPool2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv2d",
    "Flatten",
    "GlobalAvgPool2d",
    "Layer",
    "Linear",
    "MaxPool2d",
    "ReLU",
    "Sequential",
    "Tanh",
    "conv_backward",
    "conv_forward",
    "minibatches",
    "sgd_momentum",
    "softmax_cross_entropy",
]

Kernel = int | tuple[int, int]


class Layer:
    """A step of a network; what all layers have in common.

    trained  names of the arrays that training changes, such as weight; the gradient of weight is dweight
    running  names of the arrays that a forward pass in training changes, such as running_mean
    """

    trained: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    training = True
    cache: Any = None

    def params(self) -> dict[str, np.ndarray]:
        """Give the arrays that training changes, by name: the arrays themselves, no copies."""
        return {name: getattr(self, name) for name in self.trained}

    def grads(self) -> dict[str, np.ndarray]:
        """Give the gradients of params() by the same names, as the last backward pass found them."""
        for name in self.trained:
            if not hasattr(self, f"d{name}"):
                raise ValueError(f"{type(self).__name__} has no gradient of its {name}: backward has not reached it")
        return {name: getattr(self, f"d{name}") for name in self.trained}

    def buffers(self) -> dict[str, np.ndarray]:
        """Give the running statistics by name: needed in evaluation, but not changed by gradients."""
        return {name: getattr(self, name) for name in self.running}

    def set_params(self, values: Mapping[str, np.ndarray]) -> None:
        """Put copies in the place of some of params() or buffers(); ValueError for another name or shape."""
        for name, value in values.items():
            if name not in self.trained + self.running:
                raise ValueError(f"{type(self).__name__} has no parameter {name!r}")
            shape = getattr(self, name).shape
            if np.shape(value) != shape:
                raise ValueError(f"{name} has shape {np.shape(value)}, expected {shape}")
            setattr(self, name, np.array(value))

    def train(self) -> None:
        """Work as in training from here on."""
        self.training = True

    def eval(self) -> None:
        """Work as in evaluation from here on."""
        self.training = False


class Linear(Layer):
    """out = x @ weight + bias; weight (in_features, out_features), bias (out_features,); x (N, in_features)."""

    trained = ("weight", "bias")

    def __init__(
        self,
        in_features: int,
        out_features: int,
        rng: np.random.Generator,
        gain: float = 1.0,
        dtype: str = "float64",
    ) -> None:
        self.weight = initial(rng, (in_features, out_features), in_features, gain, dtype)
        self.bias = np.zeros(out_features, dtype)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out (N, out_features)."""
        if x.ndim != 2:
            raise ValueError(f"expects x of shape (N, {len(self.weight)}), got {x.shape}: is a Flatten missing?")
        if x.shape[1] != len(self.weight):
            raise ValueError(f"expects {len(self.weight)} inputs, got {x.shape[1]}")
        out, self.cache = linear_forward(x, self.weight, self.bias)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx; keep dweight and dbias."""
        dx, self.dweight, self.dbias = linear_backward(dout, self.cache)
        return dx


class Conv2d(Layer):
    """A convolution; weight (out_channels, in_channels, KH, KW), bias (out_channels,) or none; x (N, C, H, W)."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Kernel,
        rng: np.random.Generator,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
        gain: float = 1.0,
        dtype: str = "float64",
    ) -> None:
        if bias not in (True, False):
            raise ValueError(f"bias is {bias!r}, expected True or False; a gain has to be named, gain={bias!r}")
        KH, KW = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.weight = initial(rng, (out_channels, in_channels, KH, KW), in_channels * KH * KW, gain, dtype)
        self.bias = np.zeros(out_channels, dtype)
        self.trained = ("weight", "bias") if bias else ("weight",)
        self.stride, self.padding = stride, padding

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out (N, out_channels, OH, OW)."""
        channels = self.weight.shape[1]
        if x.ndim != 4:
            raise ValueError(f"expects x of shape (N, {channels}, H, W), got {x.shape}")
        if x.shape[1] != channels:
            raise ValueError(f"expects {channels} input channels, got {x.shape[1]}")
        out, self.cache = conv_forward_im2col(x, self.weight, self.bias, self.stride, self.padding)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx; keep dweight and dbias."""
        dx, self.dweight, self.dbias = conv_backward(dout, self.cache)
        return dx


class MaxPool2d(Layer):
    """The largest value of each window; no parameters. The stride is the kernel's size unless given."""

    def __init__(self, kernel_size: int, stride: int | None = None) -> None:
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out (N, C, OH, OW)."""
        out, self.cache = max_pool_forward(x, self.kernel_size, self.stride)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx."""
        return max_pool_backward(dout, self.cache)


class AvgPool2d(Layer):
    """The mean of each window; no parameters. The stride is the kernel's size unless given."""

    def __init__(self, kernel_size: int, stride: int | None = None) -> None:
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out (N, C, OH, OW)."""
        out, self.cache = avg_pool_forward(x, self.kernel_size, self.stride)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx."""
        return avg_pool_backward(dout, self.cache)


class GlobalAvgPool2d(Layer):
    """The mean of each channel, (N, C, H, W) to (N, C, 1, 1); no parameters."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out (N, C, 1, 1)."""
        out, self.cache = global_avg_pool_forward(x)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx."""
        return global_avg_pool_backward(dout, self.cache)


class BatchNorm1d(Layer):
    """Batch normalisation of x (N, D); weight is gamma, bias is beta. In evaluation: with the running statistics."""

    trained = ("weight", "bias")
    running = ("running_mean", "running_var")

    def __init__(self, num_features: int, momentum: float = 0.9, eps: float = 1e-5, dtype: str = "float64") -> None:
        self.weight, self.bias = np.ones(num_features, dtype), np.zeros(num_features, dtype)
        self.running_mean, self.running_var = np.zeros(num_features, dtype), np.ones(num_features, dtype)
        self.momentum, self.eps = momentum, eps

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out, shaped like x; in training the running statistics move."""
        if x.ndim != 2:
            raise ValueError(f"expects x of shape (N, {len(self.weight)}), got {x.shape}: images need BatchNorm2d")
        if x.shape[1] != len(self.weight):
            raise ValueError(f"expects {len(self.weight)} features, got {x.shape[1]}")
        out, self.running_mean, self.running_var, self.cache = batchnorm_forward(
            x, self.weight, self.bias, self.running_mean, self.running_var, self.training, self.momentum, self.eps
        )
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx; keep dweight and dbias."""
        dx, self.dweight, self.dbias = batchnorm_backward(dout, self.cache)
        return dx


class BatchNorm2d(BatchNorm1d):
    """Batch normalisation of x (N, C, H, W), channel by channel; weight is gamma, bias is beta."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out, shaped like x; in training the running statistics move."""
        if x.ndim != 4:
            raise ValueError(f"expects x of shape (N, {len(self.weight)}, H, W), got {x.shape}: rows need BatchNorm1d")
        if x.shape[1] != len(self.weight):
            raise ValueError(f"expects {len(self.weight)} channels, got {x.shape[1]}")
        out, self.running_mean, self.running_var, self.cache = spatial_batchnorm_forward(
            x, self.weight, self.bias, self.running_mean, self.running_var, self.training, self.momentum, self.eps
        )
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx; keep dweight and dbias."""
        dx, self.dweight, self.dbias = spatial_batchnorm_backward(dout, self.cache)
        return dx


class Tanh(Layer):
    """The hyperbolic tangent, element by element."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out, shaped like x."""
        out, self.cache = tanh_forward(x)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx."""
        return tanh_backward(dout, self.cache)


class ReLU(Layer):
    """max(x, 0), element by element; where x is 0 the gradient is 0."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out, shaped like x."""
        self.cache = x > 0
        out: np.ndarray = np.maximum(x, 0)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx."""
        dx: np.ndarray = dout * self.cache
        return dx


class Flatten(Layer):
    """Each sample as one row: (N, C, H, W) to (N, C * H * W)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out (N, C * H * W)."""
        self.cache = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx, shaped like x."""
        return dout.reshape(self.cache)


class Sequential(Layer):
    """A chain of layers with names: Sequential([("C1", Conv2d(1, 6, 5, rng)), ("tanh1", Tanh()), ...]).

    The weight of layer C1 is called C1.weight in params(), grads() and set_params().
    """

    def __init__(self, layers: Sequence[tuple[str, Any]]) -> None:
        names = [name for name, _ in layers]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two layers are called {name!r}")
            if "." in str(name):
                raise ValueError(f"a layer is called {name!r}: a dot stands between a layer and its parameter only")
        self.layers = dict(layers)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give what the last layer gives; a ValueError says at which layer it stopped."""
        for number, (name, layer) in enumerate(self.layers.items(), start=1):
            try:
                x = layer.forward(x)
            except ValueError as error:
                raise ValueError(f"layer {number} {name}: {error}") from error
        return x

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx of the first layer; every layer keeps the gradients of its own."""
        for layer in reversed(self.layers.values()):
            dout = layer.backward(dout)
        return dout

    def params(self) -> dict[str, np.ndarray]:
        """Give the arrays that training changes, by layer and name: the arrays themselves, no copies."""
        return self._together("params")

    def grads(self) -> dict[str, np.ndarray]:
        """Give the gradients of params() by the same names, as the last backward pass found them."""
        return self._together("grads")

    def buffers(self) -> dict[str, np.ndarray]:
        """Give the running statistics, by layer and name."""
        return self._together("buffers")

    def set_params(self, values: Mapping[str, np.ndarray]) -> None:
        """Put copies in the place of some of params() or buffers(); ValueError for another name or shape."""
        for name, value in values.items():
            layer, _, parameter = name.partition(".")
            if layer not in self.layers:
                raise ValueError(f"no layer is called {layer!r}: {', '.join(self.layers)}")
            self.layers[layer].set_params({parameter: value})

    def train(self) -> None:
        """Work as in training from here on, in every layer."""
        self.training = True
        for layer in self.layers.values():
            layer.train()

    def eval(self) -> None:
        """Work as in evaluation from here on, in every layer."""
        self.training = False
        for layer in self.layers.values():
            layer.eval()

    def _together(self, what: str) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        for name, layer in self.layers.items():
            try:
                found.update({f"{name}.{key}": array for key, array in getattr(layer, what)().items()})
            except ValueError as error:  # no gradients yet
                raise ValueError(f"layer {name}: {error}") from error
        return found


def initial(
    rng: np.random.Generator, shape: tuple[int, ...], fan_in: int, gain: float = 1.0, dtype: str = "float64"
) -> np.ndarray:
    """Draw weights from N(0, gain / fan_in): gain 1 before tanh (LeCun et al. 1998), 2 before ReLU (He et al. 2015)."""
    if 0 in shape:
        raise ValueError(f"weights of shape {shape} hold no number: was a number of channels rounded to 0?")
    weights: np.ndarray = rng.standard_normal(shape, dtype=np.dtype(dtype).type)  # in float32 four times as fast
    weights *= np.sqrt(gain / fan_in)
    return weights
