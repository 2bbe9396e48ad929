"""The hidden suite of lab03_convolution."""
