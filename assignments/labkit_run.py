"""A notebook run in fresh kernels: as it stands, and as it runs when it is judged. For labkit_submit.py."""

import os
import subprocess
import tempfile
import time

from labkit_notebook import TO_SHOW, is_check, meta, without_magics

RUNNING = "LABKIT_CHECKS_THE_NOTEBOOK"  # set where the notebook is run to be checked
CHECK_SECONDS = 30  # for a public check, as nbgrader's Validate allows
OTHER_SECONDS = 600  # for any other cell

# Runs first where the notebook is run as it is judged: what a cell imports, and an empty folder to work in.
LIKE_THE_JUDGE = """
def _():
    import builtins, os, sys
    sys.path.insert(0, {folder!r})
    os.chdir({empty!r})
    real, allowed, stdlib = builtins.__import__, {allowed!r}, {stdlib!r}

    def checked(name, globals=None, locals=None, fromlist=(), level=0):
        root = name.partition(".")[0]
        own = (globals or {{}}).get("__name__") == "__main__" and not level
        if own and root not in allowed and not (stdlib and root in sys.stdlib_module_names):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        return real(name, globals, locals, fromlist, level)

    builtins.__import__ = checked
_()
del _
"""


class Kernel:
    """A fresh kernel in a folder; `run` gives what a cell wrote, as a list of outputs."""

    def __init__(self, folder):
        import nbclient
        import nbformat.v4

        self.new_code_cell, self.dead = nbformat.v4.new_code_cell, False
        self.client = nbclient.NotebookClient(
            nbformat.v4.new_notebook(),
            kernel_name="python3",
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout={"ename": "Timeout", "evalue": "", "traceback": []},
            resources={"metadata": {"path": str(folder)}},
        )
        self.client.log.setLevel("CRITICAL")
        self.context = self.client.setup_kernel(env={**os.environ, RUNNING: "1"}, stderr=subprocess.DEVNULL)

    def __enter__(self):
        self.context.__enter__()
        return self

    def __exit__(self, *error):
        return self.context.__exit__(*error)

    def run(self, source, seconds):
        """The error that a cell stopped with, a pair of name and text, or None; and what it wrote to stderr."""
        from nbclient.exceptions import DeadKernelError

        if self.dead:
            return ("NotRun", "a cell above has ended Python"), ""
        cell = self.new_code_cell(source)
        self.client.nb.cells, self.client.timeout = [cell], seconds
        started = time.monotonic()
        try:
            self.client.execute_cell(cell, 0)
        except DeadKernelError:
            self.dead = True
            return ("KernelDied", "it has ended Python"), ""
        errors = [(output.ename, output.evalue) for output in cell.outputs if output.output_type == "error"]
        if time.monotonic() - started >= seconds:
            errors = [("Timeout", f"it took more than {seconds:g} seconds")]
        noise = [output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stderr"]
        return (errors[0] if errors else None), "".join(noise).strip()


def run_all(notebook, tell):
    """Run every cell from top to bottom: each cell with what `Kernel.run` says of it, as soon as it has run."""
    with Kernel(notebook.path.parent) as kernel:
        for number, cell in enumerate(notebook.cells, 1):
            tell(f"cell {number} of {len(notebook.cells)}")
            result = (None, "")
            if cell["cell_type"] == "code" and cell["source"].strip():
                result = kernel.run(cell["source"], CHECK_SECONDS if is_check(cell) else OTHER_SECONDS)
            yield cell, *result


def run_as_judged(notebook, tell):
    """Run what counts, with nothing but what is there then: each cell of the student's own that raises, and what."""
    with tempfile.TemporaryDirectory() as empty, Kernel(notebook.path.parent) as kernel:
        own = notebook.imports | notebook.own_modules | TO_SHOW
        settings = {"folder": str(notebook.path.parent.resolve()), "empty": empty}
        kernel.run(LIKE_THE_JUDGE.format(allowed=own, stdlib="stdlib" in notebook.imports, **settings), 60)
        cells = notebook.judged()
        for number, cell in enumerate(cells, 1):
            tell(f"as it is judged, cell {number} of {len(cells)}")
            source, _ = without_magics(cell["source"])
            error, _ = kernel.run(source, notebook.cell_seconds) if source.strip() else (None, "")
            if error and error[0] != "NotRun" and not meta(cell).get("locked"):
                yield cell, error
