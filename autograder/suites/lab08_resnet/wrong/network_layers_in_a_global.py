"""keeps its layers in a global, which the next network takes over"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "What do two networks share that are built one after the other?"
FAILS = [
    "test_build_resnet::test_the_seed_decides_the_weights",
    "test_build_resnet::test_networks_are_independent",
]


parts = {}


class Borrowed(Sequential):
    @property
    def layers(self):
        return parts["newest"]

    @layers.setter
    def layers(self, value):
        parts["newest"] = value


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)

    def unit(name, C, F, K, stride):
        conv = Conv2d(C, F, K, rng, stride, K // 2, bias=False, gain=2.0)
        return [(name, conv), (name + "_bn", BatchNorm2d(F))] if batchnorm else [(name, conv)]

    layers = [*unit("stem", 1, width, 3, 1), ("stem_relu", ReLU())]
    C = width
    for stage in range(len(blocks)):
        F = width * 2**stage
        for number in range(blocks[stage]):
            step = 2 if stage > 0 and number == 0 else 1
            inner = [*unit("conv1", C, F, 3, step), ("relu", ReLU()), *unit("conv2", F, F, 3, 1)]
            shortcut = unit("proj", C, F, 1, step) if step > 1 or C != F else []
            if residual:
                layers.append((f"{stage}_{number}", ResidualBlock(Sequential(inner), Sequential(shortcut))))
            else:
                layers.append((f"{stage}_{number}", Sequential([*inner, ("relu2", ReLU())])))
            C = F
    layers += [("pool", GlobalAvgPool2d()), ("flatten", Flatten()), ("scores", Linear(C, num_classes, rng))]
    return Borrowed(layers)
