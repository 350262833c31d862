"""Output sizes of windows moving over an image."""
SAME, VALID = 0, 1


def output_length(padding, size, kernel, stride, dilation=1):
    span = (kernel - 1) * dilation + 1
    return -(-size // stride) if padding == SAME else (size - span) // stride + 1
