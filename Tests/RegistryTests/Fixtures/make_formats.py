#!/usr/bin/env python3
"""Writes formats.json: small files in the formats that models come in, by those who define them.

    pip install safetensors gguf onnx xgboost-cpu numpy
    python3 make_formats.py formats.json
"""
import base64
import collections
import importlib.metadata
import io
import json
import pathlib
import pickle
import sys
import tempfile
import zipfile

import gguf
import numpy
import onnx
import safetensors.numpy
import xgboost
from onnx import TensorProto, helper, numpy_helper

PACKAGES = ["safetensors", "gguf", "onnx", "xgboost-cpu", "numpy"]
random = numpy.random.default_rng(1)


def weights(*shape):
    return random.standard_normal(shape).astype(numpy.float32)


def onnx_model(extra=()):
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"]), *extra], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 64])],
        [numpy_helper.from_array(weights(8, 64), "w")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model


def nested():
    """An initializer in a branch of an If, which is where a careless reader does not look."""
    def branch(name):
        return helper.make_graph(
            [helper.make_node("Identity", [f"{name}-w"], [f"{name}-y"])], name, [],
            [helper.make_tensor_value_info(f"{name}-y", TensorProto.FLOAT, [8, 64])],
            [numpy_helper.from_array(weights(8, 64), f"{name}-w")])
    condition = helper.make_node(
        "Constant", [], ["c"], value=numpy_helper.from_array(numpy.array(True), "c"))
    choice = helper.make_node(
        "If", ["c"], ["z"], then_branch=branch("then"), else_branch=branch("else"))
    model = onnx_model([condition, choice])
    for attribute in model.graph.node[2].attribute:
        tensor = attribute.g.initializer[0]
        external(tensor, "nested.bin", 0, len(tensor.raw_data))
    return model


def external(tensor, location, offset, length):
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    del tensor.external_data[:]
    for key, value in [("location", location), ("offset", offset), ("length", length)]:
        tensor.external_data.add(key=key, value=str(value))


def aimed(location, offset=0, length=2048):
    model = onnx_model()
    external(model.graph.initializer[0], location, offset, length)
    return model.SerializeToString()


def files(scratch):
    tensors = {"a": weights(3, 4), "b": random.integers(0, 9, 5), "empty": weights(0, 2)}
    yield "model.safetensors", safetensors.numpy.save(tensors, {"format": "np"})

    path = scratch / "model.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_uint32("answer", 42)
    writer.add_tensor("w", weights(4, 8))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    yield "model.gguf", path.read_bytes()

    yield "model.onnx", onnx_model().SerializeToString()
    path = scratch / "external.onnx"
    onnx.save_model(
        onnx_model(), path, save_as_external_data=True, location="external.onnx.data",
        size_threshold=0)
    yield "external.onnx", path.read_bytes()
    yield "external.onnx.data", (scratch / "external.onnx.data").read_bytes()
    yield "nested.onnx", nested().SerializeToString()
    yield "nested.bin", weights(8, 64).tobytes()
    yield "absolute.onnx", aimed("/etc/passwd")
    yield "parent.onnx", aimed("../external.onnx.data")
    yield "backslash.onnx", aimed("..\\external.onnx.data")
    yield "beyond.onnx", aimed("external.onnx.data", offset=1, length=1 << 40)
    yield "negative.onnx", aimed("external.onnx.data", offset=-4)

    data = xgboost.DMatrix(weights(50, 3), label=random.integers(0, 2, 50))
    booster = xgboost.train({"max_depth": 2, "objective": "binary:logistic", "seed": 1}, data, 2)
    for kind in ["ubj", "json"]:
        yield f"xgboost.{kind}", bytes(booster.save_raw(kind))

    value = collections.OrderedDict(w=weights(2, 2), names=["a", "b"])
    plain = {"a": [1, 2.5, None, True], "b": "text"}
    for protocol in range(6):
        yield f"object.{protocol}.pickle", pickle.dumps(value, protocol)
        yield f"plain.{protocol}.pickle", pickle.dumps(plain, protocol)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(value, 2))
    yield "archive.zip", buffer.getvalue()
    buffer = io.BytesIO()
    numpy.save(buffer, weights(2, 2))
    yield "array.npy", buffer.getvalue()


def main(target):
    with tempfile.TemporaryDirectory() as scratch:
        content = {
            name: base64.b64encode(data).decode()
            for name, data in files(pathlib.Path(scratch))
        }
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    versions["python"] = sys.version.split()[0]
    document = {"versions": versions, "files": content}
    pathlib.Path(target).write_text(json.dumps(document, indent=1, sort_keys=True) + "\n")


main(sys.argv[1])
