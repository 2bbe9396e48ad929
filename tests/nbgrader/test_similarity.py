"""Copies are found whatever they are called; what was handed out, and what many wrote, makes nobody suspicious."""

import re
import sys

import nbformat
import pytest

from autograder.cli import main
from autograder.normalise import normalise
from autograder.notebook import release_form, solve
from autograder.report.similarity_report import render_similarity, similarity_csv
from autograder.similarity import own_code, similar

from .classroom import LAB, hand_in

COPY = '''
def whiten(values, epsilon):
    """An odd way that nobody else takes."""
    centred = values - values.mean(axis=0)
    spread = (centred ** 2).sum(axis=0) / max(1, len(values) - 0)
    for row in range(len(centred)):
        for column in range(centred.shape[1]):
            centred[row, column] = centred[row, column] / (spread[column] + epsilon) ** 0.5
    return centred, spread
'''
RENAMED = (
    COPY.replace("values", "x").replace("centred", "tmp").replace("spread", "v2").replace("epsilon", "e")
    .replace('    """An odd way that nobody else takes."""\n', "    # my own idea\n").replace("whiten", "helper")
)  # fmt: skip
OTHER = """
def whiten(x, eps):
    import numpy
    mean, var = numpy.mean(x, 0), numpy.var(x, 0)
    scale = numpy.reciprocal(numpy.sqrt(numpy.add(var, eps)))
    shifted = numpy.subtract(x, mean[numpy.newaxis, :])
    return numpy.multiply(shifted, scale), numpy.stack([mean, var]), {"scale": scale, "shifted": shifted}
"""


@pytest.fixture(scope="module")
def rights(request):
    """A class: everybody hands in the reference, which makes it common, and something of their own."""
    from autograder.labs import find_lab

    lab = find_lab(LAB)
    return lab, own_code(normalise(solve(lab), lab))


def test_a_copy_with_other_names_and_comments_is_found_and_nobody_else(rights):
    lab, common = rights
    codes = {f"s{n}": common for n in range(8)}
    codes |= {"ann": common + COPY, "bob": RENAMED + common, "eve": common + OTHER}
    (pair,) = similar(lab, codes)
    assert (pair.first, pair.second) == ("ann", "bob")
    assert pair.share > 0.7
    marked = "".join(text for text, shared in pair.passages[1].pieces if shared)
    assert "tmp[row, column]" in marked
    assert "batchnorm" not in marked
    assert "".join(text for text, _ in pair.passages[0].pieces) == codes["ann"]


def test_what_was_handed_out_is_not_underlined_within_what_is_shared(rights):
    lab, common = rights
    released = own_code(normalise(release_form(lab), lab)).splitlines()
    given = next(line for line in released if line.startswith("    ") and len(line) > 40 and '"' not in line)
    copied = COPY.replace('nobody else takes."""', f'nobody else takes.\n{given}\n    """')
    codes = {f"s{n}": common for n in range(8)} | {"ann": common + copied, "bob": copied + common}
    (pair,) = similar(lab, codes)
    for passage, code in zip(pair.passages, (codes["ann"], codes["bob"]), strict=True):
        marked = "".join(text for text, shared in passage.pieces if shared)
        assert "nobody else takes" in marked, "the passage goes on across a docstring"
        assert given.strip() not in marked
        assert not [text for text, shared in passage.pieces if shared and text.startswith(" " * 4)], "indents"
        assert "centred[row, column]" in marked
        assert "".join(text for text, _ in passage.pieces) == code


def test_a_class_that_answers_alike_or_not_at_all_is_not_suspicious(rights):
    lab, common = rights
    assert similar(lab, {f"s{n}": common for n in range(9)}) == []
    stubs = own_code(normalise(release_form(lab), lab))
    assert similar(lab, {"ann": stubs, "bob": stubs, "eve": ""}) == [], "what was handed out is nobody's"


def test_the_page_escapes_what_students_wrote_and_says_what_it_is(rights):
    lab, common = rights
    evil = "</pre><script>alert(1)</script>"
    codes = {f"s{n}": common for n in range(8)} | {f"=ann{evil}": COPY + f"#{evil}\n", "bob": RENAMED}
    pairs = similar(lab, codes)
    text = render_similarity(lab, pairs, len(codes))
    assert text.count("<script") == 1
    assert "never a verdict" in text
    assert re.search(r"<mark>[^<]*tmp", text)
    assert similarity_csv(pairs).splitlines()[1].startswith("'=ann")
    assert "No two submissions" in render_similarity(lab, [], 3)


def test_the_command_compares_what_was_handed_in(course, lab, solved, monkeypatch, capsys):
    def run():
        monkeypatch.chdir(course.root)
        monkeypatch.setattr(sys, "argv", ["gradlab", "similar", LAB])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code or 0, capsys.readouterr()

    hand_in(course, "ann", solved)
    code, said = run()
    assert code == 2
    assert "two are needed" in said.err
    for student, text in (("bob", COPY), ("eve", RENAMED)):
        nb = nbformat.from_dict(solved)
        nb.cells.append(nbformat.v4.new_code_cell(text))
        hand_in(course, student, nb)
        nb.cells.pop()
    for n in range(6):
        hand_in(course, f"s{n}", solved)
    hand_in(course, "broken", "{")
    code, said = run()
    assert code == 0
    assert "1 pair is worth a look" in said.out
    assert (course.root / "reports" / f"{LAB}-similarity.html").is_file()
