"""Returns nan wherever a number is due."""

import numpy as np


def lenet5_rows(pool="avg", activation="tanh"):
    return [
        (name, "conv", float("nan"), 5, 1, 0, activation) for name in ("C1", "S2", "C3", "S4", "C5", "F6", "OUTPUT")
    ]


def shape_trace(rows, input_shape):
    return [(row[0], (float("nan"),), float("nan")) for row in rows]


class Network:
    def forward(self, x):
        return np.full((len(x), 10), np.nan)

    def backward(self, dout):
        return np.full((len(dout), 1, 32, 32), np.nan)

    def params(self):
        return {"weight": np.full((1, 10), np.nan)}

    def grads(self):
        return {"weight": np.full((1, 10), np.nan)}

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
    return float("nan"), float("nan")


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    return {
        "train_loss": [np.nan] * epochs,
        "val_loss": [np.nan] * epochs,
        "val_accuracy": [np.nan] * epochs,
        "best_epoch": np.nan,
    }
