"""Leaves the stubs as they were released."""


def lenet5_rows(pool="avg", activation="tanh"):
    raise NotImplementedError


def shape_trace(rows, input_shape):
    raise NotImplementedError


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    raise NotImplementedError


def early_stopping(losses, patience):
    raise NotImplementedError


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    raise NotImplementedError
