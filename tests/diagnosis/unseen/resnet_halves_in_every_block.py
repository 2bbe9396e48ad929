LAB = "lab08_resnet"
MISTAKES = ["gives stride 2 to every block of the later stages, not only to the first"]

from solutions.lab08_resnet import *


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)

    def conv(c, f, k, s, name):
        parts = [(name, Conv2d(c, f, k, rng, stride=s, padding=(k - 1) // 2, bias=False, gain=2.0))]
        if batchnorm:
            parts.append((name + "bn", BatchNorm2d(f)))
        return parts

    layers = conv(1, width, 3, 1, "stem") + [("stemrelu", ReLU())]
    c = width
    for i, n in enumerate(blocks):
        f = width * 2**i
        for j in range(n):
            s = 1 if i == 0 else 2
            path = conv(c, f, 3, s, "a") + [("relu", ReLU())] + conv(f, f, 3, 1, "b")
            if not residual:
                block = Sequential(path + [("out", ReLU())])
            elif s == 1 and c == f:
                block = ResidualBlock(Sequential(path), Sequential([]))
            else:
                block = ResidualBlock(Sequential(path), Sequential(conv(c, f, 1, s, "p")))
            layers.append((f"s{i}b{j}", block))
            c = f
    layers.append(("gap", GlobalAvgPool2d()))
    layers.append(("flat", Flatten()))
    layers.append(("fc", Linear(c, num_classes, rng)))
    return Sequential(layers)
