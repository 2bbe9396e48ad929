"""The hidden suites: one folder per lab, one file per question."""
