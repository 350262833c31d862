"""The peers: what runs a model once on one thread, its input set beforehand.

Each function returns a call without arguments, or raises what the peer says against the model.
"""

import numpy as np

LITERT = "LiteRT"
LITERT_PLAIN = "LiteRT, no delegate"
LITERT_REFERENCE = "LiteRT reference"
OPENVINO = "OpenVINO"
ORT_INT8 = "ONNX Runtime int8"
ORT_FLOAT = "ONNX Runtime fp32"
PEERS = [LITERT, LITERT_PLAIN, LITERT_REFERENCE, OPENVINO, ORT_INT8, ORT_FLOAT]


def interpreter(model, resolver, keep_tensors=False):
    from ai_edge_litert.interpreter import Interpreter, OpResolverType
    net = Interpreter(
        model_path=str(model), num_threads=1,
        experimental_op_resolver_type=getattr(OpResolverType, resolver),
        experimental_preserve_all_tensors=keep_tensors)
    net.allocate_tensors()
    return net


def litert(model, inputs, resolver):
    net = interpreter(model, resolver)
    for details, x in zip(net.get_input_details(), inputs):
        net.set_tensor(details["index"], x)
    return net.invoke


def litert_reference_bytes(model, inputs):
    """Of all outputs: what earshot's must equal."""
    net = interpreter(model, "BUILTIN_REF")
    for details, x in zip(net.get_input_details(), inputs):
        net.set_tensor(details["index"], x)
    net.invoke()
    return b"".join(net.get_tensor(d["index"]).tobytes() for d in net.get_output_details())


def openvino_request(model):
    import openvino as ov
    core = ov.Core()
    net = core.read_model(str(model))
    net.reshape({i: [1] + list(i.partial_shape)[1:] for i in net.inputs})
    compiled = core.compile_model(
        net, "CPU",
        {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"})
    return compiled.create_infer_request()


def openvino(model, inputs):
    import openvino as ov
    from openvino._pyopenvino import InferRequest
    request = openvino_request(model)
    tensors = {i: ov.Tensor(x) for i, x in enumerate(inputs)}

    # The call beneath openvino's own, which makes a dictionary of results each time.
    def run():
        InferRequest.infer(request, tensors, share_outputs=True, decode_strings=False)

    return run


def onnx_runtime(model, inputs):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
    binding = session.io_binding()
    for declared, x in zip(session.get_inputs(), inputs):
        if "float" in declared.type and x.dtype != np.float32:
            raise ValueError("the converted model takes float32")
        binding.bind_cpu_input(declared.name, x)
    for output in session.get_outputs():
        binding.bind_output(output.name)
    return lambda: session.run_with_iobinding(binding)


def makers(model, inputs, onnx_file):
    """For each peer what makes it ready.

    onnx_file: given "int8" or "fp32", the converted model's path; raises what the converter says.
    """
    return {
        LITERT: lambda: litert(model, inputs, "BUILTIN"),
        LITERT_PLAIN: lambda: litert(model, inputs, "BUILTIN_WITHOUT_DEFAULT_DELEGATES"),
        LITERT_REFERENCE: lambda: litert(model, inputs, "BUILTIN_REF"),
        OPENVINO: lambda: openvino(model, inputs),
        ORT_INT8: lambda: onnx_runtime(onnx_file("int8"), inputs),
        ORT_FLOAT: lambda: onnx_runtime(onnx_file("fp32"), inputs),
    }


def drawn_inputs(model):
    """Seeded and arbitrary, in the order of the model's inputs; a dynamic batch is 1."""
    random = np.random.default_rng(1)
    arrays = []
    for details in interpreter(model, "BUILTIN_REF").get_input_details():
        shape, dtype = tuple(int(n) for n in details["shape"]), details["dtype"]
        if dtype == np.float32:
            arrays.append(random.uniform(-1, 1, shape).astype(np.float32))
        else:
            limits = np.iinfo(dtype)
            arrays.append(random.integers(limits.min, limits.max + 1, shape, dtype=dtype))
    return arrays


def versions():
    from importlib.metadata import version
    return ", ".join(
        f"{name} {version(package)}" for name, package in
        [("LiteRT", "ai-edge-litert"), ("OpenVINO", "openvino"), ("ONNX Runtime", "onnxruntime")])
