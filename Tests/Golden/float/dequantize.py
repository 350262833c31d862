"""A quantized .tflite file as a float32 one: the real numbers for which its integers stand.

    python dequantize.py MODEL.tflite FLOAT.tflite

Tensors of int8 and uint8 become float32, scale * (integer - zero point); int32 biases become integer *
input scale * weight scale; QUANTIZE and DEQUANTIZE are left out, and what read their output reads their
input. Shapes, options and everything else stay.
"""
import sys

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

TYPE, OPERATOR = schema.TensorType, schema.BuiltinOperator
BYTES = {TYPE.INT8: np.int8, TYPE.UINT8: np.uint8}
# Operators with a bias, and the dimension of their weights that is the output channel.
WITH_BIAS = {OPERATOR.CONV_2D: 0, OPERATOR.DEPTHWISE_CONV_2D: 3, OPERATOR.FULLY_CONNECTED: 0}


def scales_of(tensor):
    q = tensor.quantization
    return None if q is None or q.scale is None or len(q.scale) == 0 else np.asarray(q.scale, np.float32)


def reals(values, tensor):
    """float32: the product with the scale is rounded once."""
    scales = scales_of(tensor)
    if scales is None:
        return values.astype(np.float32)
    zeros = np.asarray(tensor.quantization.zeroPoint, np.int64)
    if len(scales) > 1:
        shape = [1] * values.ndim
        shape[tensor.quantization.quantizedDimension] = -1
        scales, zeros = scales.reshape(shape), zeros.reshape(shape)
    return ((values.astype(np.int64) - zeros).astype(np.float32) * scales).astype(np.float32)


def code_of(model, operator):
    code = model.operatorCodes[operator.opcodeIndex]
    return max(code.builtinCode, code.deprecatedBuiltinCode)


def dequantized(content):
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))
    graph, = model.subgraphs
    constants = {}

    def constant(tensor, kind):
        data = model.buffers[tensor.buffer].data
        if data is None or len(data) == 0:
            return None
        return np.frombuffer(np.asarray(data, np.uint8).tobytes(), kind).reshape(tensor.shape)

    for operator in graph.operators:
        dimension = WITH_BIAS.get(code_of(model, operator))
        if dimension is None or len(operator.inputs) < 3 or operator.inputs[2] < 0:
            continue
        source, weights, bias = (graph.tensors[i] for i in operator.inputs[:3])
        if bias.type == TYPE.INT32:
            steps = np.float64(scales_of(source)[0]) * scales_of(weights).astype(np.float64)
            constants[operator.inputs[2]] = (constant(bias, np.int32).astype(np.float64) * steps).astype(np.float32)
    same = {}
    kept = []
    for operator in graph.operators:
        if code_of(model, operator) in (OPERATOR.QUANTIZE, OPERATOR.DEQUANTIZE):
            same[operator.outputs[0]] = same.get(operator.inputs[0], operator.inputs[0])
        else:
            operator.inputs = np.array([same.get(i, i) for i in operator.inputs], np.int32)
            kept.append(operator)
    graph.operators = kept
    graph.outputs = np.array([same.get(i, i) for i in graph.outputs], np.int32)
    for index, tensor in enumerate(graph.tensors):
        if tensor.type in BYTES:
            values = constant(tensor, BYTES[tensor.type])
            if values is not None:
                constants[index] = reals(values, tensor)
    buffers = [schema.BufferT()]
    for index, tensor in enumerate(graph.tensors):
        buffer = schema.BufferT()
        buffer.data = model.buffers[tensor.buffer].data
        if index in constants:
            buffer.data = np.frombuffer(constants[index].tobytes(), np.uint8)
        if tensor.type in BYTES or index in constants:
            tensor.type, tensor.quantization = TYPE.FLOAT32, None
        tensor.buffer = 0
        if buffer.data is not None and len(buffer.data):
            tensor.buffer = len(buffers)
            buffers.append(buffer)
    model.buffers, model.metadata, model.signatureDefs = buffers, None, None
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b'TFL3')
    return bytes(builder.Output())


if __name__ == '__main__':
    with open(sys.argv[1], 'rb') as source, open(sys.argv[2], 'wb') as target:
        target.write(dequantized(source.read()))
