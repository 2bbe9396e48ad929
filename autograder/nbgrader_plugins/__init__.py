"""What makes nbgrader grade with hidden suites behind a wall: settings, preprocessors, exporter, collector."""
