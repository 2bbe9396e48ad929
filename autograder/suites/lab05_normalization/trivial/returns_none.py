"""Returns nothing at all."""


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return None


def spatial_batchnorm_backward(dout, cache):
    return None


def layernorm_forward(x, gamma, beta, eps=1e-5):
    return None


def layernorm_backward(dout, cache):
    return None


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    return None


def groupnorm_backward(dout, cache):
    return None


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    return None


def instancenorm_backward(dout, cache):
    return None


def normalization_sets(kind, shape, groups=None):
    return None


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    return None


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    return None
