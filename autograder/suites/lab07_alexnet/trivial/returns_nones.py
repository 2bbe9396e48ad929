"""Returns None for each value that is asked for."""


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    return None, None


def local_response_norm_backward(dout, cache):
    return None


def alexnet_rows():
    return [7 * (None,)] * 13


def cost_trace(rows, input_shape):
    return [(row[0], None, None, None, None) for row in rows]


class Network:
    def __init__(self, num_classes, dtype):
        self.num_classes, self.dtype = num_classes, dtype

    def forward(self, x):
        self.shape = x.shape
        return None

    def backward(self, dout):
        return None

    def params(self):
        return {"CONV1.weight": None}

    def grads(self):
        return {"CONV1.weight": None}

    def set_params(self, values):
        pass

    def train(self):
        pass

    def eval(self):
        pass


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    return Network(num_classes, dtype)
