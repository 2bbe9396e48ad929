"""What the functions of lab 8 return, in order; a name alone means a single value, `cache` stays in the sandbox."""

RETURNS = {
    "residual_forward": ("out", "cache"),
    "residual_backward": ("dx", "dw1", "dw2", "dw_proj"),
    "block_parameters": "parameters",
    "bottleneck_forward": ("out", "cache"),
    "bottleneck_backward": ("dx", "dw1", "dw2", "dw3", "dw_proj"),
}
