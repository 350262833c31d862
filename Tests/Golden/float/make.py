"""Makes the golden files of the float32 path: asks LiteRT's reference kernels what the real numbers give
for which the integers of a quantized model stand.

    python3 -m venv .venv-golden && .venv-golden/bin/pip install -r Tests/Golden/engine/requirements.txt
    .venv-golden/bin/python Tests/Golden/float/make.py [../shared/models]

writes beside this script, always the same bytes:

    operators.golden     the one-operator models of ../engine, and some of float32 and mixed types (cases.py)
    models.json          with a folder of .tflite files: the first outputs of each of them

in the format of ../engine/container.py. Each quantized model is made one of float32 (dequantize.py) and
given the real numbers of the engine's input patterns. A case's `litert` is one SHA-256 over the output
bytes of all runs, one after the other. LOGISTIC and SOFTMAX, of which the last bit is the C library's,
have the output values of one run instead, as `values`, of the run `valuesRun`.
`FloatOperatorTests` and `FloatParityTests` read the files.
"""
import collections
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'engine'))

import numpy as np

import cases as own_cases
import patterns
from ai_edge_litert import schema_py_generated as schema
from container import Container
from dequantize import dequantized
from operators.all_cases import cases
from runtimes import LITERT, LiteRT

SEED, RANDOM_PAIRS = 1, 1
EXPONENTIALS, VALUES_RUN = {'LOGISTIC', 'SOFTMAX'}, 7
# What leaves no operator, or computes no real numbers.
LEFT_OUT = {'QUANTIZE', 'DEQUANTIZE', 'SHAPE'}
NAMES = {code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)}


class Quantized:
    """The inputs of a quantized model as it declares them."""

    def __init__(self, model):
        graph = schema.ModelT.InitFromObj(schema.Model.GetRootAs(model, 0)).subgraphs[0]
        codes = schema.ModelT.InitFromObj(schema.Model.GetRootAs(model, 0)).operatorCodes
        self.operators = [
            NAMES[max(codes[o.opcodeIndex].builtinCode, codes[o.opcodeIndex].deprecatedBuiltinCode)]
            for o in graph.operators]
        self.inputs = [graph.tensors[i] for i in graph.inputs]
        self.kinds = {graph.tensors[i].type for i in list(graph.inputs) + list(graph.outputs)}

    @property
    def is_real(self):
        return not self.kinds & {schema.TensorType.INT32, schema.TensorType.INT64}

    def runs(self):
        kinds = {schema.TensorType.FLOAT32: np.float32, schema.TensorType.INT8: np.int8,
                 schema.TensorType.UINT8: np.uint8}
        details = [dict(shape=t.shape if t.shape is not None else [], dtype=kinds[t.type]) for t in self.inputs]
        for kind, arrays in patterns.runs(details, SEED, RANDOM_PAIRS):
            yield kind, [self.real(a, t) for a, t in zip(arrays, self.inputs)]

    @staticmethod
    def real(array, tensor):
        if array.dtype == np.float32:
            return array
        q = tensor.quantization
        return ((array.astype(np.int64) - int(q.zeroPoint[0])).astype(np.float32) * np.float32(q.scale[0]))


def outputs(quantized, real_model):
    """For each run the model's outputs."""
    runtime = LiteRT(real_model)
    results = []
    for kind, arrays in quantized.runs():
        for details, array in zip(runtime.inputs, arrays):
            runtime.interpreter.set_tensor(details['index'], array)
        runtime.interpreter.invoke()
        results.append((kind, [np.array(runtime.interpreter.get_tensor(d['index']))
                               for d in runtime.interpreter.get_output_details()]))
    return results


def write_operators(path):
    container = Container(litert=LITERT, kernels='BUILTIN_REF', seed=SEED, randomPairs=RANDOM_PAIRS,
                          valuesRun=VALUES_RUN)
    counts, taken = collections.Counter(), collections.Counter()
    for case in list(cases()) + list(own_cases.cases()):
        quantized = Quantized(case.model)
        operator = quantized.operators[-1]
        if operator in LEFT_OUT or not quantized.is_real:
            continue
        is_mixed = case.name.startswith('mixed')
        # LiteRT runs a mixed model as it is.
        real_model = case.model if is_mixed else dequantized(case.model)
        results = [arrays[0] for _, arrays in outputs(quantized, real_model)]
        # The quantized file is in the engine's golden file.
        add(container, case.name, operator, case.model if is_mixed else b'', results)
        counts[operator] += 1
        if not is_mixed and taken[operator] < 4 and counts[operator] % 5 == 1 and len(real_model) < 6000:
            taken[operator] += 1
            add(container, 'float-' + case.name, operator, real_model, results)
    container.write(path)
    print(len(container.cases), 'cases,', os.path.getsize(path), 'bytes')
    for operator, count in sorted(counts.items()):
        print('  %-26s %d, of float32 %d' % (operator, count, taken[operator]))


def add(container, name, operator, model, results):
    if operator in EXPONENTIALS:
        container.add(name, operator, model, [], None)
        container.cases[-1].update(
            values=container.append(np.ascontiguousarray(results[VALUES_RUN]).tobytes()),
            valueCount=int(results[VALUES_RUN].size))
    else:
        digest = hashlib.sha256(b''.join(np.ascontiguousarray(y).tobytes() for y in results)).digest()
        container.add(name, operator, model, [digest], None)


def write_models(folder, path):
    document = dict(litert=LITERT, kernels='BUILTIN_REF', seed=SEED, models=[])
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.tflite'):
            continue
        with open(os.path.join(folder, name), 'rb') as file:
            content = file.read()
        quantized = Quantized(content)
        document['models'].append(dict(
            name=name[:-7], sha256=hashlib.sha256(content).hexdigest(),
            exponentials=bool(EXPONENTIALS & set(quantized.operators)),
            # Bit patterns, as JSON's decimals are nobody's exact float32.
            runs=[[y.ravel()[:16].view(np.uint32).tolist() for y in arrays]
                  for _, arrays in outputs(quantized, dequantized(content))]))
        print(name)
    with open(path, 'w') as file:
        json.dump(document, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    write_operators(os.path.join(HERE, 'operators.golden'))
    if len(sys.argv) > 1:
        write_models(sys.argv[1], os.path.join(HERE, 'models.json'))
