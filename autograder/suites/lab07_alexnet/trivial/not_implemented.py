"""Leaves the stubs as they were released."""


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    raise NotImplementedError


def local_response_norm_backward(dout, cache):
    raise NotImplementedError


def alexnet_rows():
    raise NotImplementedError


def cost_trace(rows, input_shape):
    raise NotImplementedError


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    raise NotImplementedError
