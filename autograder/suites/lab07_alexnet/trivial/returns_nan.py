"""Returns NaN everywhere."""

import numpy as np


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    return np.full(x.shape, np.nan), x.shape


def local_response_norm_backward(dout, cache):
    return np.full(cache, np.nan)


def alexnet_rows():
    return [7 * (np.nan,)] * 13


def cost_trace(rows, input_shape):
    return [(row[0], 3 * (np.nan,), np.nan, np.nan, np.nan) for row in rows]


class Network:
    def __init__(self, num_classes, dtype):
        self.num_classes, self.dtype = num_classes, dtype

    def forward(self, x):
        self.shape = x.shape
        return np.full((len(x), self.num_classes), np.nan)

    def backward(self, dout):
        return np.full(self.shape, np.nan)

    def params(self):
        return {"weight": np.full((96, 3, 11, 11), np.nan)}

    def grads(self):
        return {"weight": np.full((96, 3, 11, 11), np.nan)}

    def set_params(self, values):
        pass

    def train(self):
        pass

    def eval(self):
        pass


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    return Network(num_classes, dtype)
