LAB = "lab08_resnet"
MISTAKES = ["puts no batch normalisation behind the projections"]

from solutions.lab08_resnet import *


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)
    net = [("conv0", Conv2d(1, width, 3, rng, 1, 1, bias=False, gain=2.0))]
    if batchnorm:
        net.append(("bn0", BatchNorm2d(width)))
    net.append(("relu0", ReLU()))
    channels = width
    for stage in range(len(blocks)):
        for b in range(blocks[stage]):
            new = width * 2**stage
            stride = 2 if (b == 0 and stage != 0) else 1
            inner = [("conv1", Conv2d(channels, new, 3, rng, stride, 1, bias=False, gain=2.0))]
            if batchnorm:
                inner.append(("bn1", BatchNorm2d(new)))
            inner.append(("relu", ReLU()))
            inner.append(("conv2", Conv2d(new, new, 3, rng, 1, 1, bias=False, gain=2.0)))
            if batchnorm:
                inner.append(("bn2", BatchNorm2d(new)))
            if residual:
                shortcut = []
                if stride == 2 or channels != new:
                    shortcut.append(("conv", Conv2d(channels, new, 1, rng, stride, 0, bias=False, gain=2.0)))
                net.append((f"block{stage}_{b}", ResidualBlock(Sequential(inner), Sequential(shortcut))))
            else:
                net.extend((f"{name}_{stage}_{b}", layer) for name, layer in inner)
                net.append((f"last_relu_{stage}_{b}", ReLU()))
            channels = new
    net += [("pool", GlobalAvgPool2d()), ("flatten", Flatten()), ("linear", Linear(channels, num_classes, rng))]
    return Sequential(net)
