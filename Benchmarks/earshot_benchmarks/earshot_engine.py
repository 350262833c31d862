"""The engine as a library in this process, through ctypes: Benchmarks/EngineRunner."""

import ctypes
import functools

import numpy as np

CAPACITY = 4096


class Engine:
    def __init__(self, library):
        self.library = ctypes.CDLL(library)
        for name, result, *arguments in [
            ("kernels", None, ctypes.c_char_p, ctypes.c_ssize_t),
            ("open", ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p,
             ctypes.c_ssize_t, ctypes.c_char_p, ctypes.c_ssize_t),
            ("run", None, ctypes.c_void_p),
            ("output", ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_ssize_t),
            ("multiply_accumulates", ctypes.c_ssize_t, ctypes.c_void_p),
            ("arena_bytes", ctypes.c_ssize_t, ctypes.c_void_p),
            ("close", None, ctypes.c_void_p),
            ("peak", ctypes.c_double, ctypes.c_char_p, ctypes.c_double),
        ]:
            function = getattr(self.library, "earshot_engine_" + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, "_" + name, function)

    def kernels(self):
        """The sets that this CPU can run, the fastest first."""
        text = ctypes.create_string_buffer(CAPACITY)
        self._kernels(text, CAPACITY)
        return text.value.decode().split(",")

    def peak(self, kernels, seconds):
        """10^9 int8 multiply-adds a second at the most; 0 where that is not known."""
        return self._peak(kernels.encode(), seconds)

    def open(self, model, kernels, inputs):
        return Runner(self, str(model), kernels, inputs)


class Runner:
    def __init__(self, engine, model, kernels, inputs):
        data = b"".join(np.ascontiguousarray(x).tobytes() for x in inputs)
        text = ctypes.create_string_buffer(CAPACITY)
        self.engine = engine
        self.handle = engine._open(
            model.encode(), kernels.encode(), data, len(data), text, CAPACITY)
        if not self.handle:
            raise ValueError(text.value.decode())
        # As little of Python as can be between the clock and the engine.
        self.run = functools.partial(engine._run, ctypes.c_void_p(self.handle))
        self.multiply_accumulates = engine._multiply_accumulates(self.handle)
        self.arena_bytes = engine._arena_bytes(self.handle)

    def output(self):
        size = self.engine._output(self.handle, None, 0)
        data = ctypes.create_string_buffer(size)
        self.engine._output(self.handle, data, size)
        return data.raw

    def __del__(self):
        if getattr(self, "handle", None):
            self.engine._close(self.handle)
