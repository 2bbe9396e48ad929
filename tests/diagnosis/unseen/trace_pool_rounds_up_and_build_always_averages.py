LAB = "lab06_lenet"
MISTAKES = [
    "rounds the size behind a pooling row up",
    "builds average pooling whatever pool says",
]

from solutions.lab06_lenet import *


def shape_trace(rows, input_shape):
    shape, out = tuple(input_shape), []
    for name, kind, channels, kernel, stride, padding, _ in rows:
        count = 0
        if kind == "linear":
            count = channels * (int(np.prod(shape)) + 1)
            shape = (channels,)
        elif kind == "conv":
            C, H, W = shape
            H, W = H + 2 * padding, W + 2 * padding
            if kernel > H or kernel > W:
                raise ValueError(f"{name} does not fit: kernel {kernel}, input {H} x {W}")
            count = channels * (C * kernel * kernel + 1)
            shape = (channels, (H - kernel) // stride + 1, (W - kernel) // stride + 1)
        else:
            C, H, W = shape
            if kernel > H or kernel > W:
                raise ValueError(f"{name} does not fit: kernel {kernel}, input {H} x {W}")
            shape = (C, -(-(H - kernel) // stride) + 1, -(-(W - kernel) // stride) + 1)
        out.append((name, shape, count))
    return out


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    rng = np.random.default_rng(seed)
    gain = {"tanh": 1.0, "relu": 2.0}[activation]
    Act = {"tanh": Tanh, "relu": ReLU}[activation]
    chain = []
    C = 1
    for n, F in ((1, 6), (3, 16), (5, 120)):
        chain += [(f"C{n}", Conv2d(C, F, 5, rng, gain=gain))]
        if batchnorm:
            chain += [(f"C{n}_norm", BatchNorm2d(F))]
        chain += [(f"C{n}_act", Act())]
        if n < 5:
            chain += [(f"S{n + 1}", AvgPool2d(2, 2)), (f"S{n + 1}_act", Act())]
        C = F
    chain += [("flatten", Flatten()), ("F6", Linear(120, 84, rng, gain=gain))]
    if batchnorm:
        chain += [("F6_norm", BatchNorm1d(84))]
    chain += [("F6_act", Act()), ("OUTPUT", Linear(84, 10, rng))]
    return Sequential(chain)
