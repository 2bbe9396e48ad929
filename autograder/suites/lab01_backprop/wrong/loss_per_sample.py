"""returns one loss per sample"""

from solutions.lab01_backprop import *

HINT = "How many numbers is a loss?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_is_the_mean_of_minus_log_p",
    "test_softmax_cross_entropy::test_loss_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
    "test_softmax_cross_entropy::test_equal_scores_cost_log_c",
    "test_softmax_cross_entropy::test_the_loss_is_a_mean",
    "test_softmax_cross_entropy::test_a_constant_per_row_changes_nothing",
    "test_softmax_cross_entropy::test_labels_of_either_width",
    "test_softmax_cross_entropy::test_shapes",
    "test_softmax_cross_entropy::test_memory_layout_does_not_matter",
    "test_softmax_cross_entropy::test_float32_is_as_good_as_float64",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y]
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores / N
