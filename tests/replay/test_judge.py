"""Verdicts: by replay as live, other paths live, nobody accused twice, nothing endless."""

import time
from dataclasses import replace

import pytest

from autograder.diagnosis import wrong_answers
from autograder.engine import Judge
from autograder.labs import find_lab
from autograder.records import Outcome, Record, Table, from_json
from autograder.replay.judge import judge_test
from autograder.replay.submitted import PATIENCE, Submitted
from autograder.sandbox.box import Batch
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall
from autograder.score import score_question
from autograder.testkit.live import LiveExample

from .made import CONTRACT, SOLUTION, SUITE, handed_in

P, F, B, T, C = Outcome.PASSED, Outcome.FAILED, Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.CRASHED
RIGHT = SOLUTION


def verdicts(judge: Judge, *texts: str) -> tuple[dict[str, Outcome], Record]:
    record = judge.judge(handed_in(judge.lab, *texts))
    return {test.name: test.outcome for question in record.questions for test in question.tests}, record


def message(record: Record, name: str) -> str:
    return next(test.message for question in record.questions for test in question.tests if test.name == name)


ALL = ["test_dx", "test_out", "test_leaves_x_alone", "test_again_and_again", "test_greeting"]


def test_the_reference_passes_and_nothing_is_lost(judge):
    outcomes, record = verdicts(judge, RIGHT)
    assert outcomes == dict.fromkeys(outcomes, P)
    assert sorted(outcomes) == sorted(ALL)
    assert record.run["processes_lost"] == 0


# Replay and live

WRONG = wrong_answers(find_lab("lab02_batchnorm"))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_every_wrong_answer_gets_by_replay_the_verdicts_of_a_live_run(judge02):
    differ, compared = [], 0
    reference = judge02.lab.solution.read_text()
    for number, answer in enumerate(WRONG):
        submitted = Submitted(judge02.sandbox, handed_in(judge02.lab, reference, answer.source).cells)
        tests = [answer.fails[0], judge02.suite.tests[number % len(judge02.suite.tests)].id]
        for script in {test: judge02.scripts[test] for test in tests}.values():
            contract = judge02.suite.contract
            replayed = judge_test(script, submitted, contract)
            live = judge_test(
                replace(script, scripts=[None] * len(script.cases), batch=Batch.of([])), submitted, contract
            )
            compared += len(live.verdicts)
            for case, verdict in live.verdicts.items():
                mine = replayed.verdicts[case]
                if (verdict.outcome, verdict.message) != (mine.outcome, mine.message):
                    differ.append((answer.stem, script.test.id, case, verdict.message, mine.message))
    assert differ == []
    assert compared > 2 * len(WRONG)


def test_a_case_whose_calls_depend_on_returned_numbers_is_judged_live(inside, monkeypatch):
    scripts = inside.scripts["test_halve::test_again_and_again"]
    assert scripts.scripts == [None] * len(scripts.cases)
    assert inside.scripts["test_forward::test_out"].ahead == list(range(8))
    called = []
    monkeypatch.setattr(LiveExample, "perform", counted(LiveExample.perform, called))
    assert verdicts(inside, RIGHT)[0]["test_again_and_again"] is P
    assert {op[1] for op in called} == {"halve"}


def counted(perform, called):
    def noted(self, op):
        called.append(op)
        return perform(self, op)

    return noted


def test_a_submission_that_leads_the_test_elsewhere_is_judged_live(make):
    suite = {
        "test_halve": '''
            from submission import halve, greet
            from autograder.testkit import assert_equal

            def test_path():
                """takes another path where the answer is another"""
                if greet() == "hello":
                    assert_equal("y", halve(8.0), 4.0)
                else:
                    assert_equal("y", halve(3.0), 1.5)
        '''
    }
    judge = Judge(make(suite=suite), InProcessSandbox(Policy()))
    assert judge.scripts["test_halve::test_path"].ahead == [0]
    other = RIGHT.replace('"hello"', '"goodbye"')
    assert verdicts(judge, other)[0] == {"test_path": P}
    assert verdicts(judge, other, "def halve(x): return x / 2 if x == 8 else 7")[0] == {"test_path": F}
    assert message(verdicts(judge, other, "def halve(x): return 7")[1], "test_path") == "y is 7, expected 1.5"


# Nobody is accused twice


def test_a_wrong_forward_everywhere_blocks_backward_and_accuses_it_of_nothing(inside):
    outcomes, record = verdicts(inside, RIGHT.replace("x * (1 + eps)", "x * (2 + eps)"))
    assert (outcomes["test_out"], outcomes["test_dx"]) == (F, B)
    assert message(record, "test_dx") == "this waits for forward"
    backward = next(question for question in record.questions if question.name == "backward")
    assert score_question(backward).status == "blocked"
    assert backward.tests[0].cases_blocked == backward.tests[0].cases == 8


def test_a_forward_that_is_wrong_for_some_eps_leaves_backward_to_be_judged_on_the_others(inside):
    some = RIGHT.replace("return x * (1 + eps), (x, eps)", "return x * (1 + min(eps, 0.5)), (x, eps)")
    outcomes, record = verdicts(inside, some)
    assert (outcomes["test_out"], outcomes["test_dx"]) == (F, P)
    tests = {test.name: test for question in record.questions for test in question.tests}
    assert 0 < tests["test_dx"].cases_blocked < tests["test_dx"].cases
    outcomes, _ = verdicts(inside, some.replace("dout * (1 + eps)", "dout * (1 - eps)"))
    assert (outcomes["test_out"], outcomes["test_dx"]) == (F, F)


@pytest.mark.parametrize("forward", [
    "def forward(x, eps): raise ValueError",
    "def forward(x, eps): return None",
    "def forward(x, eps): return None, None",
    "def forward(x, eps): return 1, 2, 3",
    "def forward(x): pass",
    "forward = 3",
    "del forward",
])  # fmt: skip
def test_any_way_to_have_no_forward_blocks_backward(inside, forward):
    outcomes, _ = verdicts(inside, RIGHT, forward)
    assert (outcomes["test_out"], outcomes["test_dx"]) == (F, B)
    assert (outcomes["test_again_and_again"], outcomes["test_greeting"]) == (P, P)


def test_a_broken_cache_is_backward_s_own(inside):
    outcomes, record = verdicts(inside, RIGHT.replace("(x, eps)\n", "(x, None)\n"))
    assert (outcomes["test_out"], outcomes["test_dx"]) == (P, F)
    assert message(record, "test_dx") == "backward raised TypeError at line 9 of its cell"


def test_several_failures_show_the_smallest_case(inside):
    _, record = verdicts(inside, RIGHT.replace("dout * (1 + eps)", "(dout * (1 + eps))[None]"))
    sizes = [case["case"].x.size for case in inside.cases.by_test["test_backward::test_dx"]]
    assert message(record, "test_dx") == f"dx has shape (1, {min(sizes)}), expected ({min(sizes)},)"


@pytest.mark.parametrize(("result", "said"), [
    ("[x]", "y is a list of 1 values, expected an array"),
    ("(v for v in x)", "y is a generator, expected an array"),
    ("None", "y is None, expected an array"),
    ("np.array([{}])", "y is an object array, expected an array"),
])  # fmt: skip
def test_strange_results_of_replayed_and_live_cases_are_failures_with_a_sentence(make, result, said):
    suite = {"test_halve": SUITE["test_halve"].replace("halve(2 * y / 2 + 0)", "halve(2 * x / 4)")}
    judge = Judge(make(suite=suite), InProcessSandbox(Policy()))
    outcomes, record = verdicts(judge, RIGHT, f"def halve(x): return {result}")
    assert outcomes["test_again_and_again"] is F
    assert message(record, "test_again_and_again") == said


def test_what_the_test_cannot_use_is_a_failure_and_no_trouble_of_ours(inside):
    outcomes, record = verdicts(inside, RIGHT, "def halve(x): return {'a': x}")
    assert outcomes["test_again_and_again"] is F
    assert message(record, "test_again_and_again") == "what was returned could not be used (TypeError)"


# Loops and crashes

ENDLESS = "while True: pass"
EXIT = "import os; os._exit(1)"


@pytest.mark.parametrize(("body", "outcome", "said"), [
    (ENDLESS, T, "backward did not return within 0.4 seconds"),
    (EXIT, C, "backward was called, and the process that ran it ended"),
    ("import os; os.write(3, b'\\xff' * 64)", C, "backward was called, and the process that ran it sent a frame of "
     "4294967295 bytes, at most 67108864 are read"),
])  # fmt: skip
def test_a_loop_or_crash_in_one_function_costs_its_question_only(judge, body, outcome, said):
    started = time.monotonic()
    outcomes, record = verdicts(judge, RIGHT, f"def backward(dout, cache):\n    {body}")
    assert outcomes == {**dict.fromkeys(ALL, P), "test_dx": outcome}
    assert message(record, "test_dx") == said
    assert time.monotonic() - started < 8
    assert record.run["processes_lost"] >= 1


def test_a_loop_in_what_others_build_on_blocks_them_and_time_stays_bounded(judge):
    started = time.monotonic()
    outcomes, record = verdicts(judge, RIGHT, f"def forward(x, eps):\n    {ENDLESS}")
    assert (outcomes["test_out"], outcomes["test_leaves_x_alone"], outcomes["test_dx"]) == (T, T, B)
    assert (outcomes["test_again_and_again"], outcomes["test_greeting"]) == (P, P)
    assert time.monotonic() - started < 12
    assert message(record, "test_dx") == "this waits for forward"


def test_a_loop_in_some_cases_of_what_backward_builds_on_is_no_pass_for_it(judge):
    loop = "def forward(x, eps):\n    while eps > 0.2: pass\n    return x * (1 + eps), (x, eps)"
    outcomes, _ = verdicts(judge, RIGHT, loop)
    assert outcomes["test_out"] is T
    assert outcomes["test_dx"] is B, "broken off before every case was judged"


def test_a_loop_in_one_case_only_is_found_among_those_that_pass(judge):
    drawn = sorted({case["case"].eps for case in judge.scripts["test_backward::test_dx"].cases})
    loop = f"def backward(dout, cache):\n    while cache[1] == {drawn[-1]}: pass\n    return dout * (1 + cache[1])"
    assert len(drawn) > 1
    outcomes, _ = verdicts(judge, RIGHT, loop)
    assert outcomes == {**dict.fromkeys(ALL, P), "test_dx": T}


def test_a_function_may_take_its_time(judge):
    source = "import time\ndef greet():\n    time.sleep(0.25)\n    return 'hello'"
    assert verdicts(judge, RIGHT, source)[0] == dict.fromkeys(ALL, P)


def test_a_function_gets_the_time_that_its_contract_grants_and_others_do_not(make):
    lab = make(contract=f"{CONTRACT}SECONDS = {{'greet': 3}}\n")
    with Judge(lab, Wall(Policy(call_seconds=0.3, memory_mib=256), "warm")) as judge:
        slow = "import time\ndef greet():\n    time.sleep(0.9)\n    return 'hello'"
        assert verdicts(judge, RIGHT, slow)[0] == dict.fromkeys(ALL, P)
        slow = "import time\ndef halve(x):\n    time.sleep(0.9)\n    return x / 2"
        assert verdicts(judge, RIGHT, slow)[0] == {**dict.fromkeys(ALL, P), "test_again_and_again": T}


def test_a_function_that_hung_is_not_waited_for_at_length_again(judge):
    loop = f"def halve(x):\n    {ENDLESS}\ndef greet():\n    return halve(1)"
    started = time.monotonic()
    outcomes, _ = verdicts(judge, RIGHT, loop)
    assert (outcomes["test_again_and_again"], outcomes["test_greeting"]) == (T, T)
    assert time.monotonic() - started < 6


def test_a_crash_leaves_no_trace_in_the_next_submission(judge):
    verdicts(judge, RIGHT, f"def backward(dout, cache):\n    {EXIT}")
    outcomes, record = verdicts(judge, RIGHT)
    assert outcomes == dict.fromkeys(ALL, P)
    assert record.run["processes_lost"] == 0


# Cells


def test_a_syntax_error_costs_the_questions_of_its_cell_only(inside):
    outcomes, record = verdicts(inside, RIGHT, "del backward", "def backward(dout, cache:\n  pass", "x = 1")
    assert outcomes == {**dict.fromkeys(ALL, P), "test_dx": F}
    assert [cell.status for cell in record.cells] == ["ran", "ran", "failed", "ran"]
    assert record.cells[2].message == "This cell stopped at line 1 with SyntaxError."
    assert message(record, "test_dx") == "backward is not defined"


def test_cells_that_do_not_end_or_end_the_process_are_left_out_and_the_others_count(judge):
    outcomes, record = verdicts(judge, ENDLESS, RIGHT, EXIT, "raise NotImplementedError", "x = 1 / 0")
    assert outcomes == dict.fromkeys(ALL, P)
    assert [cell.message for cell in record.cells] == [
        "This cell did not finish in time and was left out.",
        "",
        "This cell ended the process it ran in and was left out.",
        "This cell is not implemented yet.",
        "This cell stopped at line 1 with ZeroDivisionError.",
    ]
    assert record.run["processes_lost"] == 2


def test_many_cells_that_do_not_end_are_not_all_waited_for(judge):
    started = time.monotonic()
    outcomes, record = verdicts(judge, RIGHT, *[ENDLESS] * 40)
    assert outcomes == dict.fromkeys(ALL, P)
    assert time.monotonic() - started < 10
    assert [cell.status for cell in record.cells] == ["ran"] + ["failed"] * 40
    assert record.cells[-1].message == "This cell was left out: too many cells before it did not finish."
    assert record.run["processes_lost"] == PATIENCE


def test_a_submission_without_cells_fails_everything_and_accuses_nobody_twice(inside):
    outcomes, _ = verdicts(inside)
    assert outcomes == {**dict.fromkeys(ALL, F), "test_dx": B}


# Our own failures


def test_a_sandbox_that_stops_starting_is_no_verdict(judge, monkeypatch):
    from autograder.errors import InfrastructureError

    def refuse(self):
        raise InfrastructureError("no more sandboxes")

    monkeypatch.setattr(Wall, "open", refuse)
    with pytest.raises(InfrastructureError, match="no more sandboxes"):
        verdicts(judge, RIGHT)


def test_a_sandbox_that_fails_half_way_is_no_verdict(judge, monkeypatch):
    from autograder.errors import InfrastructureError

    opened = []
    start = Wall.open

    def once(self):
        opened.append(1)
        if len(opened) > 1:
            raise InfrastructureError("no more sandboxes")
        return start(self)

    monkeypatch.setattr(Wall, "open", once)
    with pytest.raises(InfrastructureError, match="no more sandboxes"):
        verdicts(judge, RIGHT, f"def backward(dout, cache):\n    {EXIT}")
    monkeypatch.undo()


# Mistakes by name


def mistake(number: int) -> str:
    head = f'"""greets with {number}"""\nHINT = "Who?"\nFAILS = ["test_halve::test_greeting"]\n'
    return f"{head}\n\ndef greet():\n    return {number}\n"


def test_a_mistake_is_named_and_one_of_two_that_fit_equally_is_not(make):
    lab = make()
    (lab.suite / "wrong").mkdir()
    (lab.suite / "wrong" / "one.py").write_text(mistake(3))
    (lab.suite / "wrong" / "other.py").write_text(mistake(4))

    def named(text: str) -> str | None:
        _, record = verdicts(Judge(lab, InProcessSandbox(Policy())), RIGHT, text)
        return next(test.mistake for q in record.questions for test in q.tests if test.name == "test_greeting")

    assert named("def greet(): return 3") == "one"
    assert named("def greet(): return 5") is None
    (lab.suite / "wrong" / "twin.py").write_text(mistake(3))
    assert named("def greet(): return 3") is None
    assert named("def greet(): return 4") == "other"


def test_a_mistake_that_returns_a_dict_of_arrays_is_named(make):
    lab = make()
    (lab.suite / "wrong").mkdir()
    one, two = "{'b': np.ones(2)}", "{'a': np.ones(2), 'b': np.ones(2)}"
    for stem, returned in (("one", one), ("two", two)):
        text = mistake(3).replace("return 3", f"return {returned}")
        (lab.suite / "wrong" / f"{stem}.py").write_text(text.replace("HINT", "import numpy as np\n\nHINT", 1))
    judge = Judge(lab, InProcessSandbox(Policy()))
    for returned, stem in ((one, "one"), (two, "two"), (two.replace("ones", "zeros"), None)):
        _, record = verdicts(judge, RIGHT, f"import numpy as np\ndef greet(): return {returned}")
        found = [test.mistake for q in record.questions for test in q.tests if test.name == "test_greeting"]
        assert found == [stem]


# Rows

ROWS_SUITE = {
    "test_greet": '''
        from submission import greet
        from autograder.testkit import assert_rows

        def test_rows():
            """lists the letters"""
            assert_rows("the list", greet(), [("h", 1), ("e", 2)], ("letter", "place"))
    '''
}


def test_a_claim_about_rows_brings_its_table_into_the_record(make):
    rows = "def greet():\n    return [('h', 1), ('e', {})]"
    lab = make(suite=ROWS_SUITE, solution=rows.format(2), contract='RETURNS = {"greet": "rows"}\n')
    judge = Judge(lab, InProcessSandbox(Policy()))
    _, record = verdicts(judge, rows.format(7))
    table = record.questions[0].tests[0].table
    assert table == Table(("letter", "place: the table", "your code"), (("h", "1", "1"), ("e", "2", "7")), 1)
    assert from_json(record.to_json()) == record
    assert verdicts(judge, rows.format(2))[1].questions[0].tests[0].table is None
