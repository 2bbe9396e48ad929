"""has no train and eval"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "Which methods does the docstring name, and which layers need to be told that training is over?"
FAILS = [
    "test_build_resnet::test_scores_without_shortcuts",
    "test_build_resnet::test_scores_of_one_stage",
    "test_build_resnet::test_scores_of_several_stages",
    "test_build_resnet::test_scores_with_batch_normalisation",
    "test_build_resnet::test_evaluation_uses_running_statistics",
    "test_build_resnet::test_gradients_of_a_residual_network",
    "test_build_resnet::test_gradients_with_batch_normalisation",
    "test_build_resnet::test_gradients_without_shortcuts",
    "test_build_resnet::test_evaluation_of_an_image_does_not_depend_on_the_rest_of_its_batch",
    "test_build_resnet::test_set_params_sets_what_params_gives",
    "test_build_resnet::test_a_new_network_gives_scores_that_tell_images_apart",
    "test_build_resnet::test_images_in_float32_and_in_another_order_in_memory",
    "test_build_resnet::test_networks_are_independent",
]


class Bare:
    def __init__(self, layers):
        self.chain = Sequential(layers)

    def forward(self, x):
        return self.chain.forward(x)

    def backward(self, dout):
        return self.chain.backward(dout)

    def params(self):
        return self.chain.params()

    def grads(self):
        return self.chain.grads()

    def set_params(self, values):
        self.chain.set_params(values)


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
    return Bare(layers)
