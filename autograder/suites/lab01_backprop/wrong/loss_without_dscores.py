"""returns the loss only"""

from solutions.lab01_backprop import *

HINT = "From what do the layers below learn?"
FAILS = [
    "test_softmax_cross_entropy::test_loss_is_the_mean_of_minus_log_p",
    "test_softmax_cross_entropy::test_dscores_is_the_gradient_of_the_loss",
    "test_softmax_cross_entropy::test_loss_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_dscores_of_scores_near_10_000",
    "test_softmax_cross_entropy::test_loss_of_a_hopeless_class",
    "test_softmax_cross_entropy::test_dscores_of_a_hopeless_class",
    "test_softmax_cross_entropy::test_equal_scores_cost_log_c",
    "test_softmax_cross_entropy::test_the_loss_is_a_mean",
    "test_softmax_cross_entropy::test_a_constant_per_row_changes_nothing",
    "test_softmax_cross_entropy::test_dscores_of_a_sample_add_up_to_0",
    "test_softmax_cross_entropy::test_labels_of_either_width",
    "test_softmax_cross_entropy::test_shapes",
    "test_softmax_cross_entropy::test_memory_layout_does_not_matter",
    "test_softmax_cross_entropy::test_float32_is_as_good_as_float64",
    "test_softmax_cross_entropy::test_float64_stays_float64",
    "test_softmax_cross_entropy::test_scores_and_labels_stay_as_they_are",
]


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    rows = np.arange(N)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss
