"""Returns what it was given."""


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    return x, x


def local_response_norm_backward(dout, cache):
    return dout


def alexnet_rows():
    return []


def cost_trace(rows, input_shape):
    return rows


class Network:
    def __init__(self, num_classes, dtype):
        self.num_classes, self.dtype = num_classes, dtype

    def forward(self, x):
        self.shape = x.shape
        return x

    def backward(self, dout):
        return dout

    def params(self):
        return {}

    def grads(self):
        return {}

    def set_params(self, values):
        pass

    def train(self):
        pass

    def eval(self):
        pass


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    return Network(num_classes, dtype)
