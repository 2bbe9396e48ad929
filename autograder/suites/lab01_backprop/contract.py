"""What the functions of lab 1 return, in order; a name alone means a single value, dots a list or a generator."""

RETURNS = {
    "numerical_gradient": "gradient",
    "linear_forward": ("out", "cache"),
    "linear_backward": ("dx", "dw", "db"),
    "tanh_forward": ("out", "cache"),
    "tanh_backward": "dx",
    "softmax_cross_entropy": ("loss", "dscores"),
    "sgd_momentum": ("param", "velocity"),
    "minibatches": "batches...",
}
