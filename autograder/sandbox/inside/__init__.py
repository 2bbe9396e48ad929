"""What runs beside the submission, bound into the sandbox as lone files: no expected values, no suites, no secrets."""
