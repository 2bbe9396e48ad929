"""What the functions of lab 5 return, in order; a name alone means a single value."""

GRADIENTS = ("dx", "dgamma", "dbeta")
FUSED = ("w", "b")

RETURNS = {
    "spatial_batchnorm_forward": ("out", "running_mean", "running_var", "cache"),
    "spatial_batchnorm_backward": GRADIENTS,
    "layernorm_forward": ("out", "cache"),
    "layernorm_backward": GRADIENTS,
    "groupnorm_forward": ("out", "cache"),
    "groupnorm_backward": GRADIENTS,
    "instancenorm_forward": ("out", "cache"),
    "instancenorm_backward": GRADIENTS,
    "normalization_sets": ("sets", "values_per_set"),
    "fuse_conv_batchnorm": FUSED,
    "fuse_batchnorm_conv": FUSED,
}
