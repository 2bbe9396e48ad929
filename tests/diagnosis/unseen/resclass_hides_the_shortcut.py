LAB = "lab08_resnet"
MISTAKES = [
    "registers only the inner path as a layer, so that params, grads, set_params, train and eval do not reach the projection"
]

from solutions.lab08_resnet import *


class ResidualBlock(Sequential):
    def __init__(self, inner, shortcut):
        super().__init__([("inner", inner)])
        self.inner = inner
        self.shortcut = shortcut

    def forward(self, x):
        a = self.inner.forward(x)
        b = self.shortcut.forward(x)
        if a.shape != b.shape:
            raise ValueError(f"inner path {a.shape}, shortcut {b.shape}")
        self.total = a + b
        return np.maximum(self.total, 0)

    def backward(self, dout):
        d = dout * (self.total > 0)
        return self.inner.backward(d) + self.shortcut.backward(d)
