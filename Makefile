# Two commands on a fresh machine: `make demo` and `make test`. Both set up .venv themselves.
PYTHON ?= python3
EXTRAS ?= dev,browser,cluster,similarity,postgresql,hub
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test slow oracle check bench bench-scale clean

$(STAMP): pyproject.toml .ci/constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[$(EXTRAS)]'
	@touch $@

# The whole cycle on a made class, in demo-course/; ends with two pages to open.
demo: $(STAMP)
	$(BIN)/gradlab demo --lab lab02_batchnorm

# What continuous integration runs.
test: $(STAMP)
	$(BIN)/python -m pytest -m 'not slow' -n auto --maxprocesses 8 --dist loadscope --no-loadscope-reorder

# The tests that take minutes.
slow: $(STAMP)
	$(BIN)/python -m pytest -m slow

# The solutions against PyTorch and ONNX; installs both, some hundred megabytes.
oracle: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[$(EXTRAS),oracle]'
	$(BIN)/python -m pytest tests/labs/solutions

# Format, lint, types.
check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# What judging costs; prints tables, checks nothing.
bench: $(STAMP)
	$(BIN)/python tests/bench/judge_cost.py
	$(BIN)/python tests/bench/diagnosis_cost.py
	$(BIN)/python tests/bench/seam.py

# Rivals, growth, watch, layers: tables in docs/measured, a figure in docs/images. For an idle machine; installs
# PyTorch and otter-grader.
bench-scale: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[$(EXTRAS),oracle,rivals]'
	$(BIN)/python tests/bench/throughput.py
	$(BIN)/python tests/bench/split.py
	$(BIN)/python tests/bench/growth.py
	$(BIN)/python tests/bench/watch_latency.py
	$(BIN)/python tests/bench/layers_torch.py
	$(BIN)/python tests/bench/draw.py

# Removes what the targets above made.
clean:
	rm -rf .venv build demo-course
