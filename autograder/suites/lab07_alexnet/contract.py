"""What the functions of lab 7 return, in order; a name alone means a single value, `cache` stays in the sandbox."""

RETURNS = {
    "local_response_norm_forward": ("out", "cache"),
    "local_response_norm_backward": "dx",
    "alexnet_rows": "rows",
    "cost_trace": "trace",
    "build_alexnet": "network",
    "build_alexnet.forward": "scores",
    "build_alexnet.backward": "dx",
    "build_alexnet.params": "params",
    "build_alexnet.grads": "grads",
}
SECONDS = {"build_alexnet": 10}
