"""The hidden suite of lab 5, normalisation of images."""
