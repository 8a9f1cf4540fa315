"""Writes the ONNX graph of a trained model, its configuration and its manifest, the way transformers.js loads them.

    python export.py --state runs/main/state.pt --out ../../weights/copy

The graph is built operator by operator, so it can be read beside `model.py`. Weights are stored as float16 and widened
to float32 when the session loads (constant folding), so arithmetic is float32 everywhere.

Inputs   input_ids (batch_size, sequence_length) int64; attention_mask (batch_size, total_sequence_length) int64;
         position_ids (batch_size, sequence_length) int64;
         past_key_values.N.key and .value (batch_size, heads, past_sequence_length, head_width) float32
Outputs  logits (batch_size, sequence_length, vocabulary) float32; present.N.key and .value, past and new together
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

import corpus
from model import Copywriter, rope_tables
from tokenizer import END, PAD

OPSET = 18
TEMPERATURE = 0.65
TOP_K = 40
MAX_NEW_TOKENS = 64
# The papers' proof: this prompt's greedy continuation must come out as listed in manifest.json.
PROOF = (corpus.Cell("en", "headline", "epic", "hero", "adventure", "web", "medium"), {"hero"})
PROOF_TOKENS = 12
# Resident memory of a process that runs nothing else, with the model loaded and used.
MEMORY_MB = 270


class Graph:
    """Collects nodes and initialisers; every call returns the name of the value that it makes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initialisers: list[onnx.TensorProto] = []
        self.known: dict[tuple, str] = {}

    def node(self, operator: str, *inputs: str, outputs: int = 1, name: str | None = None, **attributes):
        base = name or f"{operator}_{len(self.nodes)}"
        names = [base] if outputs == 1 else [f"{base}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, value: np.ndarray) -> str:
        key = (value.dtype.str, value.shape, value.tobytes())
        if key not in self.known:
            name = f"constant_{len(self.initialisers)}"
            self.initialisers.append(numpy_helper.from_array(value, name))
            self.known[key] = name
        return self.known[key]

    def ints(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def weight(self, name: str, tensor: torch.Tensor) -> str:
        """A weight in the (input, output) order of MatMul."""
        self.initialisers.append(numpy_helper.from_array(tensor.detach().numpy().astype(np.float16), f"{name}.half"))
        return self.node("Cast", f"{name}.half", name=name, to=TensorProto.FLOAT)


def build(model: Copywriter) -> onnx.ModelProto:
    shape, g = model.shape, Graph()
    cos, sin = rope_tables(shape)
    heads, head_width, width = shape.heads, shape.head_width, shape.width

    def norm(x: str, name: str, weight: torch.Tensor) -> str:
        square = g.node("Mul", x, x)
        mean = g.node("ReduceMean", square, g.ints(-1), keepdims=1)
        root = g.node("Sqrt", g.node("Add", mean, g.constant(np.array(shape.epsilon, dtype=np.float32))))
        return g.node("Mul", g.node("Div", x, root), g.weight(name, weight))

    # Queries stand at past..total-1; a key is visible when it is not later and not masked.
    total = g.node("Shape", "attention_mask", start=1, end=2)
    length = g.node("Shape", "input_ids", start=1, end=2)
    past = g.node("Sub", total, length)
    scalar = g.constant(np.array([0], dtype=np.int64))
    keys_at = g.node("Range", g.constant(np.array(0, dtype=np.int64)), g.node("Squeeze", total, scalar),
                     g.constant(np.array(1, dtype=np.int64)))
    queries_at = g.node("Unsqueeze", g.node("Range", g.node("Squeeze", past, scalar), g.node("Squeeze", total, scalar),
                                            g.constant(np.array(1, dtype=np.int64))), g.ints(1))
    visible = g.node("And", g.node("LessOrEqual", keys_at, queries_at),
                     g.node("Unsqueeze", g.node("Cast", "attention_mask", to=TensorProto.BOOL), g.ints(1, 2)))
    bias = g.node("Where", visible, g.constant(np.array(0, dtype=np.float32)), g.constant(np.array(-1e9, dtype=np.float32)))

    turn_cos = g.node("Unsqueeze", g.node("Gather", g.constant(cos.numpy()), "position_ids"), g.ints(1))
    turn_sin = g.node("Unsqueeze", g.node("Gather", g.constant(sin.numpy()), "position_ids"), g.ints(1))

    def rotate(x: str) -> str:
        low, high = g.node("Split", x, outputs=2, axis=-1, num_outputs=2)
        turned = g.node("Concat", g.node("Neg", high), low, axis=-1)
        return g.node("Add", g.node("Mul", x, turn_cos), g.node("Mul", turned, turn_sin))

    def split_heads(x: str) -> str:
        return g.node("Transpose", g.node("Reshape", x, g.ints(0, 0, heads, head_width)), perm=[0, 2, 1, 3])

    table = g.weight("embedding", model.embedding.weight)
    x = g.node("Gather", table, "input_ids")
    for i, block in enumerate(model.blocks):
        qkv = g.node("MatMul", norm(x, f"{i}.attention_norm", block.attention_norm.weight),
                     g.weight(f"{i}.qkv", block.qkv.weight.T.contiguous()))
        q, k, v = (split_heads(part) for part in g.node("Split", qkv, outputs=3, axis=-1, num_outputs=3))
        keys = g.node("Concat", f"past_key_values.{i}.key", rotate(k), name=f"present.{i}.key", axis=2)
        values = g.node("Concat", f"past_key_values.{i}.value", v, name=f"present.{i}.value", axis=2)
        scaled = g.node("Mul", rotate(q), g.constant(np.array(head_width ** -0.5, dtype=np.float32)))
        scores = g.node("Add", g.node("MatMul", scaled, g.node("Transpose", keys, perm=[0, 1, 3, 2])), bias)
        mixed = g.node("MatMul", g.node("Softmax", scores, axis=-1), values)
        joined = g.node("Reshape", g.node("Transpose", mixed, perm=[0, 2, 1, 3]), g.ints(0, 0, width))
        x = g.node("Add", x, g.node("MatMul", joined, g.weight(f"{i}.out", block.out.weight.T.contiguous())))
        both = g.node("MatMul", norm(x, f"{i}.inner_norm", block.inner_norm.weight),
                      g.weight(f"{i}.gate_up", block.gate_up.weight.T.contiguous()))
        gate, up = g.node("Split", both, outputs=2, axis=-1, num_outputs=2)
        inner = g.node("Mul", g.node("Mul", gate, g.node("Sigmoid", gate)), up)
        x = g.node("Add", x, g.node("MatMul", inner, g.weight(f"{i}.down", block.down.weight.T.contiguous())))
    final = norm(x, "norm", model.norm.weight)
    g.node("MatMul", final, g.node("Transpose", table, perm=[1, 0]), name="logits")

    def value(name: str, kind: int, *dims: str | int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, list(dims))

    def cache(prefix: str, length_name: str) -> list[onnx.ValueInfoProto]:
        return [value(f"{prefix}.{i}.{part}", TensorProto.FLOAT, "batch_size", heads, length_name, head_width)
                for i in range(shape.layers) for part in ("key", "value")]

    graph = helper.make_graph(
        g.nodes, "marquee-copy",
        [value("input_ids", TensorProto.INT64, "batch_size", "sequence_length"),
         value("attention_mask", TensorProto.INT64, "batch_size", "total_sequence_length"),
         value("position_ids", TensorProto.INT64, "batch_size", "sequence_length"),
         *cache("past_key_values", "past_sequence_length")],
        [value("logits", TensorProto.FLOAT, "batch_size", "sequence_length", shape.vocabulary),
         *cache("present", "total_sequence_length")],
        g.initialisers)
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="marquee")
    built.ir_version = 9
    onnx.checker.check_model(built, full_check=True)
    return built


def run(session: onnxruntime.InferenceSession, shape, ids: np.ndarray, past: list[np.ndarray], total: int):
    feeds = {"input_ids": ids, "attention_mask": np.ones((len(ids), total), dtype=np.int64),
             "position_ids": np.tile(np.arange(total - ids.shape[1], total), (len(ids), 1))}
    for i in range(shape.layers):
        feeds[f"past_key_values.{i}.key"], feeds[f"past_key_values.{i}.value"] = past[2 * i], past[2 * i + 1]
    logits, *present = session.run(None, feeds)
    return logits, present


def empty_cache(shape, batch: int) -> list[np.ndarray]:
    return [np.zeros((batch, shape.heads, 0, shape.head_width), dtype=np.float32)] * (2 * shape.layers)


def compare(session: onnxruntime.InferenceSession, model: Copywriter) -> None:
    """The graph must agree with PyTorch on one pass, and a cached second pass with one pass over everything."""
    shape = model.shape
    ids = torch.randint(0, shape.vocabulary, (3, 20), generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        wanted = model.logits(model(ids)).numpy()
    whole, _ = run(session, shape, ids.numpy(), empty_cache(shape, 3), 20)
    _, past = run(session, shape, ids.numpy()[:, :9], empty_cache(shape, 3), 9)
    rest, _ = run(session, shape, ids.numpy()[:, 9:], past, 20)
    print(f"largest difference: graph and PyTorch {np.abs(whole - wanted).max():.1e}, "
          f"cached and whole {np.abs(rest - whole[:, 9:]).max():.1e}")
    assert np.abs(whole - wanted).max() < 1e-3 and np.abs(rest - whole[:, 9:]).max() < 1e-4


def prove(session: onnxruntime.InferenceSession, shape, tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    """The proof prompt's tokens and its greedy continuation."""
    ids = tokenizer.encode(corpus.prompt(*PROOF)).ids
    past, feed, said = empty_cache(shape, 1), ids, []
    for _ in range(PROOF_TOKENS):
        logits, past = run(session, shape, np.array([feed], dtype=np.int64), past, len(ids) + len(said))
        feed = [int(logits[0, -1].argmax())]
        said += feed
    return ids, said


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf8")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--state", required=True)
    options.add_argument("--out", required=True, help="holds tokenizer.json already")
    chosen = options.parse_args()
    out = Path(chosen.out)
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    state = torch.load(chosen.state, weights_only=False)
    model = Copywriter(state["shape"]).eval()
    # What ships is the float16 rounding, so that is what is compared and measured.
    model.load_state_dict({name: tensor.half().float() for name, tensor in state["model"].items()})
    shape = model.shape

    onnx.save(build(model), out / "model.onnx")
    threads = onnxruntime.SessionOptions()
    threads.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(out / "model.onnx"), threads, providers=["CPUExecutionProvider"])
    compare(session, model)

    end, pad = tokenizer.token_to_id(END), tokenizer.token_to_id(PAD)
    write_json(out / "config.json", {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": shape.vocabulary,
        "hidden_size": shape.width, "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.heads, "head_dim": shape.head_width, "intermediate_size": shape.inner,
        "hidden_act": "silu", "rms_norm_eps": shape.epsilon, "rope_theta": shape.rope_theta,
        "max_position_embeddings": shape.positions, "tie_word_embeddings": True, "attention_bias": False,
        "bos_token_id": None, "eos_token_id": end, "pad_token_id": pad, "torch_dtype": "float32"})
    write_json(out / "generation_config.json", {
        "do_sample": True, "temperature": TEMPERATURE, "top_k": TOP_K, "max_new_tokens": MAX_NEW_TOKENS,
        "eos_token_id": end, "pad_token_id": pad})

    ids, said = prove(session, shape, tokenizer)
    print("proof:", tokenizer.decode(said, skip_special_tokens=False))
    files = []
    for path in sorted(["config.json", "generation_config.json", "lexicon.txt", "model.onnx", "runs.bin",
                        "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json"]):
        data = (out / path).read_bytes()
        files.append({"path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)})
    cache = ["batch_size", shape.heads, "past_sequence_length", shape.head_width]
    write_json(out / "manifest.json", {
        "id": "marquee-copy", "kind": "copywriter", "version": "3", "licence": "Apache-2.0",
        "source": "models/training/copy", "files": files, "memoryMb": MEMORY_MB,
        "inputs": [
            {"name": "input_ids", "type": "int64", "shape": ["batch_size", "sequence_length"],
             "range": f"0..{shape.vocabulary - 1}"},
            {"name": "attention_mask", "type": "int64", "shape": ["batch_size", "total_sequence_length"], "range": "0 or 1"},
            {"name": "position_ids", "type": "int64", "shape": ["batch_size", "sequence_length"],
             "range": f"0..{shape.positions - 1}"},
            {"name": f"past_key_values.0..{shape.layers - 1}.key|value", "type": "float32", "shape": cache, "range": "finite"},
        ],
        "outputs": [
            {"name": "logits", "type": "float32", "shape": ["batch_size", "sequence_length", shape.vocabulary],
             "range": "finite"},
            {"name": f"present.0..{shape.layers - 1}.key|value", "type": "float32",
             "shape": ["batch_size", shape.heads, "total_sequence_length", shape.head_width], "range": "finite"},
        ],
        "seed": 0,
        "expected": {"prompt": corpus.prompt(*PROOF), "input_ids": ids, "greedy_ids": said}})


if __name__ == "__main__":
    main()
