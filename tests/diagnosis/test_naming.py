"""What a mistake is called in whole submissions: no consequence of one mistake gets the name of another."""

import pytest

from .conftest import judge_of

LAYER = """
class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum, self.eps = gamma, beta, momentum, eps
        self.running_mean = np.zeros_like(gamma) if running_mean is None else running_mean
        self.running_var = np.ones_like(gamma) if running_var is None else running_var
        self.dgamma = self.dbeta = None

    def forward(self, x, train_flg=True):
        axes = (0,) if x.ndim == 2 else (0, 2, 3)
        form = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        mean, var = self.running_mean, self.running_var
        if train_flg:
            {training}
        return self.gamma.reshape(form) * (x - mean.reshape(form)) / np.sqrt(var.reshape(form) + self.eps) + (
            self.beta.reshape(form))
"""
BEFORE = "mean, var = x.mean(axis=axes), x.var(axis=axis)"  # a NameError: nothing is written to the running values
BETWEEN = """mean, var = x.mean(axis=axes), x.var(axis=axes)
            self.running_mean = self.momentum * self.running_mean
            self.running_mean = self.running_mean + (1 - self.momentum) * mean[None, :, None] @ mean"""


def names(record):
    return {test.mistake for question in record.questions for test in question.tests if test.mistake}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("training", "expected"), [(BEFORE, "any.name"), (BETWEEN, "any.product")])
def test_running_values_that_a_forward_never_reached_accuse_nobody(judged, training, expected):
    record = judged("lab02_batchnorm", "import numpy as np\n" + LAYER.replace("{training}", training))
    assert names(record) <= {expected}


NETWORK = """
class Renamed(Sequential):
    \"\"\"The same network; its parameters bear other names.\"\"\"

    def params(self):
        return {name[::-1]: value for name, value in super().params().items()}

    def grads(self):
        return {name[::-1]: value for name, value in super().grads().items()}

    def set_params(self, params):
        super().set_params({name[::-1]: value for name, value in params.items()})
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("stem", ["network_relu_before_the_addition", "network_softmax_at_the_end"])
def test_a_network_is_recognised_whatever_its_parameters_are_called(judged, stem):
    text = judge_of("lab08_resnet").diagnosis.answers[stem].source
    assert text.count("return Sequential(layers)") == 1
    record = judged("lab08_resnet", text.replace("return Sequential(layers)", "return Renamed(layers)") + NETWORK)
    assert names(record) == {stem}


@pytest.mark.filterwarnings("ignore")
def test_where_right_answers_differ_half_an_agreement_is_none(judged):
    """Every generator is welcome, so batches are nobody's alone: several answers share one of them by accident."""
    stem = "last_batch_reaches_back"
    assert names(judged("lab01_backprop", judge_of("lab01_backprop").diagnosis.answers[stem].source)) == {stem}
