"""Hands back what it was given."""


def lenet5_rows(pool="avg", activation="tanh"):
    return [(pool, activation)] * 7


def shape_trace(rows, input_shape):
    return [(row[0], input_shape, row[2]) for row in rows]


class Network:
    def forward(self, x):
        return x.reshape(len(x), -1)[:, :10]

    def backward(self, dout):
        return dout

    def params(self):
        return {}

    def grads(self):
        return {}

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
    return patience, 0


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    return {"train_loss": x, "val_loss": y, "val_accuracy": y_val, "best_epoch": patience}
