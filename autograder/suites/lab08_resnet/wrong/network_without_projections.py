"""takes every second pixel of x, and zeros for the new channels, where a projection should stand"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "Which weights has the shortcut of the first block of a stage in the docstring?"
FAILS = [
    "test_build_resnet::test_every_layer_has_its_weights",
    "test_build_resnet::test_every_convolution_has_its_batch_normalisation",
]


class PaddedBlock(Sequential):
    def __init__(self, inner, stride, new):
        super().__init__([("inner", inner)])
        self.stride, self.new = stride, new

    def forward(self, x):
        around = np.pad(x[:, :, :: self.stride, :: self.stride], [(0, 0), (0, self.new), (0, 0), (0, 0)])
        total = self.layers["inner"].forward(x) + around
        self.seen, self.cache = x.shape, total > 0
        return np.maximum(total, 0)

    def backward(self, dout):
        d = dout * self.cache
        dx = self.layers["inner"].backward(d)
        dx[:, :, :: self.stride, :: self.stride] += d[:, : self.seen[1]]
        return dx


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
            if residual:
                layers.append((f"{stage}_{number}", PaddedBlock(Sequential(inner), step, F - C)))
            else:
                layers.append((f"{stage}_{number}", Sequential([*inner, ("relu2", ReLU())])))
            C = F
    layers += [("pool", GlobalAvgPool2d()), ("flatten", Flatten()), ("scores", Linear(C, num_classes, rng))]
    return Sequential(layers)
