"""Every one-operator case, in a fixed order."""
from . import (activation, conversion, convolution, elementwise, fully_connected, movement, pooling, reduction)


def cases():
    seen = set()
    for module in (convolution, fully_connected, elementwise, pooling, reduction, activation, conversion, movement):
        for case in module.cases():
            assert case.name not in seen, case.name
            seen.add(case.name)
            yield case
