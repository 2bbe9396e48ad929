"""Raises ValueError whatever it is given."""


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    raise ValueError("no")


def local_response_norm_backward(dout, cache):
    raise ValueError("no")


def alexnet_rows():
    raise ValueError("no")


def cost_trace(rows, input_shape):
    raise ValueError("no")


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    raise ValueError("no")
