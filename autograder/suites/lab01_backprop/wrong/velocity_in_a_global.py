"""keeps the velocity in a global variable instead of the argument"""

from solutions.lab01_backprop import *

HINT = "If a network has two parameters of one shape, whose velocity is in your variable?"
FAILS = [
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
    "test_sgd_momentum::test_nothing_is_kept_between_calls",
    "test_sgd_momentum::test_memory_layout_does_not_matter",
    "test_sgd_momentum::test_float32_is_as_good_as_float64",
]

speeds = {}


def sgd_momentum(param, grad, velocity, lr, momentum):
    speeds[param.shape] = momentum * speeds.get(param.shape, velocity) - lr * grad
    return param + speeds[param.shape], speeds[param.shape]
