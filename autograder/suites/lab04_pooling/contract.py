"""What the functions of lab 4 return, in order; a name alone means a single value, `cache` stays in the sandbox."""

RETURNS = {
    "max_pool_forward": ("out", "cache"),
    "max_pool_backward": "dx",
    "avg_pool_forward": ("out", "cache"),
    "avg_pool_backward": "dx",
    "global_avg_pool_forward": ("out", "cache"),
    "global_avg_pool_backward": "dx",
    "conv_cost": ("parameters", "multiply_adds"),
    "receptive_field": "field",
    "compose_kernels": "w",
}
