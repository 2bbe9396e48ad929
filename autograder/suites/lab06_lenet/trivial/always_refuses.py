"""Raises ValueError, whatever it is given."""


def lenet5_rows(pool="avg", activation="tanh"):
    raise ValueError


def shape_trace(rows, input_shape):
    raise ValueError


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    raise ValueError


def early_stopping(losses, patience):
    raise ValueError


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    raise ValueError
