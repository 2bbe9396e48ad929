"""Scales by gamma and shifts by beta, but normalises nothing."""


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    return gamma[:, None, None] * x + beta[:, None, None], running_mean, running_var, (x, gamma)


def spatial_batchnorm_backward(dout, cache):
    return dout * cache[1][:, None, None], dout.max((0, 2, 3)), dout[:, :, 0, 0].sum(0)


def layernorm_forward(x, gamma, beta, eps=1e-5):
    return gamma * x + beta, (x, gamma)


def layernorm_backward(dout, cache):
    return dout * cache[1], dout.max(0), dout[0]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    return gamma[:, None, None] * x + beta[:, None, None], (x, gamma)


def groupnorm_backward(dout, cache):
    return dout * cache[1][:, None, None], dout.max((0, 2, 3)), dout[:, :, 0, 0].sum(0)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    return gamma[:, None, None] * x + beta[:, None, None], (x, gamma)


def instancenorm_backward(dout, cache):
    return dout * cache[1][:, None, None], dout.max((0, 2, 3)), dout[:, :, 0, 0].sum(0)


def normalization_sets(kind, shape, groups=None):
    return sum(shape), max(shape)


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    return w, b + beta


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    return w, b + beta.sum()
