"""The two runtimes that are asked: LiteRT's reference kernels, and TFLite Micro."""
import hashlib
from importlib.metadata import version

import numpy as np

import patterns

LITERT = 'ai-edge-litert ' + version('ai-edge-litert')
MICRO = 'tflite-micro ' + version('tflite-micro')


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).digest()


class LiteRT:
    """A model on LiteRT's reference kernels, every tensor readable after a run."""

    def __init__(self, model):
        from ai_edge_litert.interpreter import Interpreter, OpResolverType
        self.interpreter = Interpreter(
            model_content=model, num_threads=1, experimental_preserve_all_tensors=True,
            experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
        self.interpreter.allocate_tensors()
        self.inputs = self.interpreter.get_input_details()
        # (operator position, operator name, tensor index), in the order of execution
        self.operators = [
            (position, details['op_name'], int(tensor))
            for position, details in enumerate(self.interpreter._get_ops_details())
            for tensor in details['outputs']]

    def run(self, arrays):
        """Every operator's output, in the order of `operators`."""
        for details, array in zip(self.inputs, arrays):
            self.interpreter.set_tensor(details['index'], array)
        self.interpreter.invoke()
        return [np.array(self.interpreter.get_tensor(t)) for _, _, t in self.operators]


def litert_tensors(model, seed, random_pairs):
    """(operators, [(pattern, [input arrays], [output arrays])])."""
    runtime = LiteRT(model)
    return runtime.operators, [
        (kind, arrays, runtime.run(arrays))
        for kind, arrays in patterns.runs(runtime.inputs, seed, random_pairs)]


def micro_outputs(model, runs):
    """The model's only output on TFLite Micro, for each of the runs that `litert_tensors` gave."""
    from tflite_micro.python.tflite_micro import runtime
    interpreter = runtime.Interpreter.from_bytes(model, arena_size=1 << 23)
    outputs = []
    for _, arrays, _ in runs:
        for index, array in enumerate(arrays):
            interpreter.set_input(array, index)
        interpreter.invoke()
        outputs.append(np.array(interpreter.get_output(0)))
    return outputs
