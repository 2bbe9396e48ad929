"""The mistakes that are known in every lab: a sentence that completes "Code that ...", and a question that leads on.

What stands in braces is filled in: numbers, and the names of outputs and arguments, as the lab's own functions have
them.
"""

from typing import Any

from autograder.diagnosis.bank import Named

PREFIX = "any."  # no file of a bank can be called so

WORDS = {
    # Transforms of the right answer
    "sign": (
        "returns `{output}` with the opposite sign",
        "Where does a minus stand in your formula for `{output}`, and where in your code?",
    ),
    "factor": (
        "returns `{output}` {factor} times as large as it should be",
        "Which factor stands once too often in your `{output}`, or is missing?",
    ),
    "too_large": (
        "returns `{output}` too large by a factor of {size}",
        "Is the result a sum here where a mean belongs, or is a division by {size} missing?",
    ),
    "too_small": (
        "returns `{output}` too small by a factor of {size}",
        "Is the result a mean here where a sum belongs, or does a division by {size} happen twice?",
    ),
    "offset": (
        "returns `{output}` with the same number added everywhere",
        "What is added to every element of your `{output}`, or left out of it?",
    ),
    "offset_per_channel": (
        "returns `{output}` with one number too much or too little for each column or channel",
        "Which argument has one number for each column or channel, and where does it enter `{output}`?",
    ),
    "transposed": (
        "returns `{output}` transposed",
        "Which axis of `{output}` comes first, and which does your code put first?",
    ),
    "height_and_width": (
        "exchanges height and width in `{output}`",
        "Which axis holds the rows of an image, and which loop or slice of yours runs over it?",
    ),
    "axes": (
        "returns `{output}` with its axes in another order",
        "What does each axis of `{output}` stand for, and in which order does your code put them?",
    ),
    "reversed": (
        "returns `{output}` backwards along axis {axis}",
        "Which element of axis {axis} does your code take first?",
    ),
    "shifted": (
        "returns `{output}` shifted by one along axis {axis}",
        "With which index does the first step along axis {axis} start, and with which should it?",
    ),
    "shape": (
        "returns the right numbers of `{output}` in another shape",
        "Which shape should `{output}` have, and which operation of yours adds, drops or merges an axis?",
    ),
    "not_summed": (
        "does not add `{output}` up over axis {axis}",
        "Over which axes is `{output}` a sum, and why?",
    ),
    "not_averaged": (
        "does not take the mean of `{output}` over axis {axis}",
        "Over which axes is `{output}` a mean, and why?",
    ),
    "summed_too_far": (
        "adds `{output}` up over axis {axis}, which it should keep",
        "Which shape should `{output}` have, and over which axes does your code sum?",
    ),
    "averaged_too_far": (
        "takes the mean of `{output}` over axis {axis}, which it should keep",
        "Which shape should `{output}` have, and over which axes does your code take the mean?",
    ),
    "zeros": (
        "returns nothing but zeros for `{output}`",
        "Which line of yours writes to `{output}`, and is it reached?",
    ),
    "dtype": (
        "returns `{output}` in {got} where the arguments are {wish}",
        "Where does an array get its dtype in your code, and from what should it get it?",
    ),
    "rounding": (
        "computes `{output}` with fewer digits than float64 has",
        "Which array in your code is not float64, or which number is rounded?",
    ),
    "order": (
        "returns its values in another order",
        "In which order does the docstring name what is returned?",
    ),
    "writes_to_argument": (
        "writes to an array that it was given",
        "Which line changes an argument in place, and who else still needs the old numbers?",
    ),
    "chance": (
        "gives another answer to the same call the second time",
        "What does your code keep from call to call, or draw at random without a seed?",
    ),
    # Where it is right, and where not
    "borders": (
        "gets `{output}` wrong at the borders only",
        "What is different for a pixel at the edge: how far do your loops, slices and padding reach?",
    ),
    "overlaps": (
        "gets `{output}` wrong only where windows overlap",
        "How many windows does such a pixel lie in, and what becomes of what the first of them sends back?",
    ),
    "first_only": (
        "gets `{output}` right for the first element of axis {axis} only",
        "Which line of yours treats the first element of axis {axis} otherwise than the rest?",
    ),
    "last_missing": (
        "gets `{output}` wrong at the last element of axis {axis} only",
        "Where does your loop or slice along axis {axis} end, and where should it?",
    ),
    "right_only_for": (
        "gets `{output}` right for `{argument}` = {value} only",
        "Where does `{argument}` enter your computation of `{output}`?",
    ),
    "wrong_only_for": (
        "gets `{output}` wrong for `{argument}` = {value} only",
        "What becomes of each line of yours when `{argument}` is {value}?",
    ),
    "float64_only": (
        "gets `{output}` right for float64 arguments only",
        "What does your code do to an array whose dtype is not float64?",
    ),
    "layout_only": (
        "gets `{output}` right only for arrays that lie in memory in plain order",
        "Which function of yours reads memory instead of elements, or counts on views?",
    ),
    "remainder_only": (
        "gets `{output}` wrong only where the stride leaves pixels over at the end",
        "How many windows fit, and to which pixel does the last one reach?",
    ),
    "square_only": (
        "gets `{output}` right for square images only",
        "Where does your code take the height for the width?",
    ),
    # The answer to another question
    "fixed": (
        "computes `{output}` as if `{argument}` were always {value}",
        "Where does your code use its argument `{argument}`?",
    ),
    "complement": (
        "takes `{argument}` for 1 - `{argument}` in `{output}`",
        "Which of the two numbers is weighted with `{argument}`, and which with what is left of 1?",
    ),
    "negated": (
        "takes `{argument}` with the opposite sign in `{output}`",
        "With which sign does `{argument}` enter the formula of `{output}`?",
    ),
    "left_out": (
        "leaves `{argument}` out of `{output}`",
        "Where does `{argument}` stand in the formula of `{output}`?",
    ),
    "other_branch": (
        "does for `{argument}` = True what it should do for False",
        "Which branch of your code runs when `{argument}` is True?",
    ),
    "exchanged": (
        "takes `{argument}` for `{other}` in `{output}`",
        "Which of `{argument}` and `{other}` belongs where in the formula of `{output}`?",
    ),
    "squared_or_root": (
        "takes `{argument}` for its square or its root in `{output}`",
        "Is `{argument}` to be squared, or its root to be taken, in the formula of `{output}`?",
    ),
    "turned": (
        "reads `{argument}` backwards along its last two axes in `{output}`",
        "Which element of `{argument}` meets the first element of a window: the first one or the last?",
    ),
    "sides_exchanged": (
        "exchanges the last two axes of `{argument}` in `{output}`",
        "Which axis of `{argument}` holds rows, and which columns?",
    ),
    "first_number": (
        "uses the first number of `{argument}` for all in `{output}`",
        "Which number of `{argument}` belongs to which column or channel?",
    ),
    "ddof": (
        "divides by one less than the number of values in a variance behind `{output}`",
        "By how many values is the sum of squares divided: n or n - 1?",
    ),
    # Exceptions
    "none": (
        "returns None",
        "On which way through your function is there no return statement?",
    ),
    "none_for": (
        "returns None for `{output}`",
        "Which line of yours gives `{output}` a value, and is it reached?",
    ),
    "count": (
        "returns another number of values than asked for",
        "What does the docstring say that the function returns, and in which order?",
    ),
    "unbound": (
        "uses a name that was not given a value on this way through the function",
        "Is the name only set inside an if or a loop, and does that run for these inputs (a padding of 0, say)?",
    ),
    "name": (
        "uses a name that does not exist",
        "Is the name in that line spelt like where it is defined, and is it defined before?",
    ),
    "attribute": (
        "asks an object for an attribute or a method that it does not have",
        "What is the object in that line, and is the attribute spelt like the one it has?",
    ),
    "broadcast": (
        "combines arrays whose shapes do not fit",
        "Which shapes do the two arrays in that line have: which axis differs, and which of the two is right?",
    ),
    "pad": (
        "pads an array with another number of pairs than it has axes",
        "How many axes does the array in that line have, and how many (before, after) pairs does np.pad get?",
    ),
    "reshape": (
        "reshapes an array into a shape that holds another number of values",
        "How many values does the array in that line hold, and how many the shape?",
    ),
    "product": (
        "multiplies matrices whose inner sizes differ",
        "Which shapes do the two factors in that line have, and which of them has to be transposed?",
    ),
    "unpack": (
        "takes a tuple or a shape apart into another number of names than it has values",
        "How many values stand on the right of that line, and how many names on the left?",
    ),
    "none_used": (
        "goes on computing with None",
        "Which of your functions returned None, or which name was never given an array?",
    ),
    "empty": (
        "takes the maximum or the minimum of an empty array",
        "Which slice in that line is empty, and for which index?",
    ),
    "empty_crop": (
        "returns an empty `{output}`: a slice cut everything away",
        "What does a slice such as `pad:-pad` hold when pad is 0?",
    ),
    "axes_count": (
        "takes an array to have more axes than it has",
        "How many axes does the array in that line have for these inputs?",
    ),
    "index": (
        "reads behind the end of an array",
        "How far does the index in that line run, and how long is the axis?",
    ),
    "arguments": (
        "calls a function with other arguments than it takes",
        "Which arguments does the function in that line take, and which does it get?",
    ),
    "one_value": (
        "treats a single value as if it were a list, a tuple or an array",
        "What is the value in that line for these inputs: one number, or many?",
    ),
    "truth": (
        "takes a whole array for one True or False",
        "Which `if`, `and`, `or` or `not` in that line meets an array, and what should be asked of it?",
    ),
    "float": (
        "uses a float where a whole number is needed, as an index or a size",
        "Which operator divides whole numbers and gives a whole number?",
    ),
    "recursion": (
        "calls itself without an end",
        "Which function calls which in your code, and what ends it?",
    ),
    "syntax": (
        "is not Python",
        "What does Python say when you run that cell alone?",
    ),
    "division": (
        "divides by zero",
        "Which number in that line is zero for these inputs?",
    ),
    "not_refused": (
        "does not refuse arguments that make no sense",
        "For which arguments does the docstring ask for a ValueError, and where do you check them?",
    ),
    "other_refusal": (
        "stops with another exception than the one that is asked for",
        "Which exception does the docstring ask for, and do you raise it before anything else can fail?",
    ),
    "refused": (
        "refuses arguments that are good",
        "Which condition of yours is true for these arguments, and should it be?",
    ),
}


def general(name: str, **values: Any) -> Named:
    """A mistake that is known in every lab, in words."""
    mistake, hint = WORDS[name]
    return Named(f"{PREFIX}{name}", mistake.format(**values), hint.format(**values))
