"""Runs an int8 `.tflite` with LiteRT's reference kernels, which earshot's engine equals byte for byte."""

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType


class Int8Net:
    """One int8 image in, int8 logits out."""

    def __init__(self, content: bytes, reference: bool = True):
        kernels = OpResolverType.BUILTIN_REF if reference else OpResolverType.BUILTIN
        self.interpreter = Interpreter(model_content=content, experimental_op_resolver_type=kernels, num_threads=1)
        self.interpreter.allocate_tensors()
        (self.entry,) = self.interpreter.get_input_details()
        (self.exit,) = self.interpreter.get_output_details()

    @property
    def input_quantization(self) -> tuple[float, int]:
        """Scale and zero point."""
        scale, zero_point = self.entry["quantization"]
        return float(scale), int(zero_point)

    @property
    def highest_logit(self) -> float:
        """The greatest that int8 can hold."""
        scale, zero_point = self.exit["quantization"]
        return float(scale) * (127 - zero_point)

    def logits(self, images: np.ndarray) -> np.ndarray:
        """Images as the front end writes them, int8 `[n, side, side, channels]`, to real logits `[n, classes]`."""
        scale, zero_point = self.exit["quantization"]
        rows = []
        for image in images:
            self.interpreter.set_tensor(self.entry["index"], image[None])
            self.interpreter.invoke()
            rows.append(self.interpreter.get_tensor(self.exit["index"])[0].copy())
        return (np.array(rows, np.float32) - zero_point) * np.float32(scale)

    def element_types(self) -> set[np.dtype]:
        """Of every tensor in the file."""
        return {np.dtype(tensor["dtype"]) for tensor in self.interpreter.get_tensor_details()}
