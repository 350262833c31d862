"""A .tflite graph in memory: tensors, operators, and the file's bytes."""
import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

FLOAT32, INT32, INT64 = schema.TensorType.FLOAT32, schema.TensorType.INT32, schema.TensorType.INT64
INT8, UINT8 = schema.TensorType.INT8, schema.TensorType.UINT8
DTYPE = {FLOAT32: np.float32, INT32: np.int32, INT64: np.int64, INT8: np.int8, UINT8: np.uint8}

# How the two fields of an operator code are filled: writers before code 127 knew only the first.
BOTH, OLD_FIELD, NEW_FIELD = 'both', 'old', 'new'


class Graph:
    def __init__(self, description=b'golden test'):
        self.description = description
        self.tensors, self.buffers = [], [schema.BufferT()]
        self.operators, self.codes = [], []
        self.inputs, self.outputs = [], []

    def tensor(self, shape, kind=INT8, scale=None, zero=0, axis=0, data=None, signature=None):
        """Adds a tensor, constant if it has data; returns its index."""
        tensor = schema.TensorT()
        tensor.name = b't%d' % len(self.tensors)
        tensor.shape = np.array(shape, np.int32)
        tensor.type = kind
        if signature is not None:
            tensor.shapeSignature = np.array(signature, np.int32)
        if scale is not None:
            scales = np.atleast_1d(np.asarray(scale, np.float32))
            tensor.quantization = schema.QuantizationParametersT()
            tensor.quantization.scale = scales
            tensor.quantization.zeroPoint = np.full(scales.shape, zero, np.int64)
            tensor.quantization.quantizedDimension = axis
        tensor.buffer = 0
        if data is not None:
            buffer = schema.BufferT()
            values = np.ascontiguousarray(data, DTYPE[kind])
            assert values.size == np.prod(shape, dtype=int), (values.size, shape)
            buffer.data = np.frombuffer(values.tobytes(), np.uint8)
            tensor.buffer = len(self.buffers)
            self.buffers.append(buffer)
        self.tensors.append(tensor)
        return len(self.tensors) - 1

    def input(self, *args, **kw):
        self.inputs.append(self.tensor(*args, **kw))
        return self.inputs[-1]

    def output(self, *args, **kw):
        self.outputs.append(self.tensor(*args, **kw))
        return self.outputs[-1]

    def integers(self, values):
        """A constant int32 vector, or a scalar from one number."""
        values = np.asarray(values, np.int32)
        return self.tensor(values.shape, INT32, data=values)

    def operator(self, name, inputs, outputs, version=1, options=None, code_fields=BOTH, **settings):
        """Adds an operator.

        options: the name of the schema's options table without "Options", None for no table;
        settings: its fields.
        """
        code = schema.OperatorCodeT()
        number = getattr(schema.BuiltinOperator, name)
        code.deprecatedBuiltinCode = 0 if code_fields == NEW_FIELD else min(number, 127)
        code.builtinCode = 0 if code_fields == OLD_FIELD else number
        code.version = version
        operator = schema.OperatorT()
        operator.opcodeIndex = len(self.codes)
        operator.inputs = np.array(inputs, np.int32)
        operator.outputs = np.array(outputs, np.int32)
        if options is not None:
            table = getattr(schema, options + 'OptionsT')()
            for field, value in settings.items():
                assert hasattr(table, field), (options, field)
                setattr(table, field, value)
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, options + 'Options')
            operator.builtinOptions = table
        self.codes.append(code)
        self.operators.append(operator)

    def serialized(self):
        subgraph = schema.SubGraphT()
        subgraph.tensors, subgraph.operators = self.tensors, self.operators
        subgraph.inputs = np.array(self.inputs, np.int32)
        subgraph.outputs = np.array(self.outputs, np.int32)
        model = schema.ModelT()
        model.version, model.description = 3, self.description
        model.operatorCodes, model.subgraphs, model.buffers = self.codes, [subgraph], self.buffers
        builder = flatbuffers.Builder(1024)
        builder.Finish(model.Pack(builder), b'TFL3')
        return bytes(builder.Output())
