"""The wall: policy, the bubblewrap argument list, the channel, and the proxy that suites import."""
