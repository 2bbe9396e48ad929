LAB = "lab07_alexnet"
MISTAKES = ["cuts width * channels down to an integer, where it should round"]

from solutions.lab07_alexnet import *


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for name, kind, channels, *rest in alexnet_rows():
        if channels is not None:
            channels = max(1, int(width * channels))
        if name == "FC8":
            channels = num_classes
        rows.append((name, kind, channels, *rest))
    shape = tuple(input_shape)
    layers = []
    for row, (_, out_shape, *_) in zip(rows, cost_trace(rows, input_shape)):
        name, kind, channels, kernel, stride, padding, act = row
        if kind == "conv":
            layers.append((name, Conv2d(shape[0], channels, kernel, rng, stride, padding, gain=2.0, dtype=dtype)))
        if kind == "max_pool":
            layers.append((name, MaxPool2d(kernel, stride)))
        if kind == "norm":
            layers.append((name, LocalResponseNorm()))
        if kind == "linear":
            if name == "FC6":
                layers.append(("flat", Flatten()))
            gain = 2.0 if act else 1.0
            layers.append((name, Linear(math.prod(shape), channels, rng, gain=gain, dtype=dtype)))
        if act == "relu":
            layers.append((name + "_act", ReLU()))
        shape = out_shape
    return Sequential(layers)
