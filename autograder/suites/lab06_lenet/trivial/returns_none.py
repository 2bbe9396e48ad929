"""Returns None."""


def lenet5_rows(pool="avg", activation="tanh"):
    return None


def shape_trace(rows, input_shape):
    return None


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    return None


def early_stopping(losses, patience):
    return None


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    return None
