"""Finding and putting cells in notebooks, and what of a submission runs."""


def name_of(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def position(nb, name):
    return [name_of(cell) for cell in nb.cells].index(name)


def cell_named(nb, name):
    return nb.cells[position(nb, name)]


def insert_after(nb, name, *cells):
    at = position(nb, name) + 1
    nb.cells[at:at] = cells


def ran(submission):
    return [(cell.grade_id, cell.origin, cell.source) for cell in submission.cells]


def sources(submission):
    return [cell.source for cell in submission.cells]
