"""What the functions of lab 8 return, in order; a name alone means a single value, `cache` stays in the sandbox."""

RETURNS = {
    "residual_forward": ("out", "cache"),
    "residual_backward": ("dx", "dw1", "dw2", "dw_proj"),
    "block_parameters": "parameters",
    "build_resnet": "network",
    "build_resnet.forward": "scores",
    "build_resnet.backward": "dx",
    "bottleneck_forward": ("out", "cache"),
    "bottleneck_backward": ("dx", "dw1", "dw2", "dw3", "dw_proj"),
}
SECONDS = {"build_resnet": 10}
FIXED = ("forward",)  # of a network: its images have one channel
