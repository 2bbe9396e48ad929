"""The hidden suite of lab08_resnet."""
