"""The hidden suite of lab 1, layers and their gradients."""
