LAB = "lab07_alexnet"
MISTAKES = [
    "carries the height alone and gives every map a width equal to it",
    "leaves out the activations behind FC6 and FC7",
]

from solutions.lab07_alexnet import *


def cost_trace(rows, input_shape):
    result = []
    shape = list(input_shape)
    field, jump = 1, 1
    for name, kind, channels, kernel, stride, padding, activation in rows:
        params = work = 0
        if kind == "linear":
            D = int(np.prod(shape))
            params, work = channels * (D + 1), channels * D
            if len(shape) > 1:
                field = field + (max(shape[1:]) - 1) * jump
            shape = [channels]
        elif kind != "norm":
            if padding is None:
                padding = 0
            if kernel > min(shape[1:]) + 2 * padding:
                raise ValueError(name + " has a kernel that does not fit")
            side = (shape[1] + 2 * padding - kernel) // stride + 1
            if kind == "conv":
                params = channels * (shape[0] * kernel**2 + 1)
                work = channels * shape[0] * kernel**2 * side**2
                shape = [channels, side, side]
            else:
                shape = [shape[0], side, side]
            field = field + (kernel - 1) * jump
            jump = jump * stride
        result.append((name, tuple(shape), params, work, field))
    return result


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    rng = np.random.default_rng(seed)
    C, H, W = input_shape
    layers, units = [], None
    for name, kind, channels, kernel, stride, padding, activation in alexnet_rows():
        if channels:
            channels = max(1, round(width * channels))
        if kind in ("conv", "max_pool"):
            p = padding or 0
            if kernel > min(H, W) + 2 * p:
                raise ValueError(f"{name}: kernel {kernel} does not fit into {H} x {W}")
            H, W = (H + 2 * p - kernel) // stride + 1, (W + 2 * p - kernel) // stride + 1
        if kind == "conv":
            layers.append((name, Conv2d(C, channels, kernel, rng, stride, padding, gain=2.0, dtype=dtype)))
            layers.append((f"relu_{name}", ReLU()))
            C = channels
        elif kind == "max_pool":
            layers.append((name, MaxPool2d(kernel, stride)))
        elif kind == "norm":
            layers.append((name, LocalResponseNorm()))
        else:
            if units is None:
                layers.append(("flatten", Flatten()))
                units = C * H * W
            if name == "FC8":
                channels = num_classes
            layers.append((name, Linear(units, channels, rng, dtype=dtype)))
            units = channels
    return Sequential(layers)
