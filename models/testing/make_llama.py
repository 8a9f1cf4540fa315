"""Makes the tiny Llama of the text model's tests: random weights, a real tokenizer, a chat template and a KV cache.

    pip install torch==2.15.0 onnx==1.23.2 onnxruntime==1.32.0 transformers==5.24.0 tokenizers==0.23.3
    python make_llama.py

Writes llama/ beside this file: the transformers.js layout, two broken networks, and reference.json with what Python's
transformers says: the ids of a templated prompt and its greedy continuation. Run again, it writes the same bytes.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "training/copy"))
from export import build  # noqa: E402
from model import Copywriter, Shape  # noqa: E402

OUT = HERE / "llama"
SHAPE = Shape(vocabulary=512, width=32, layers=2, heads=4, inner=64, positions=1536)
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}")
TEXT = """Write one headline in English for a film or show, to be read on the page of a streaming service.
Write one description in Ukrainian, two sentences. Title: Genre: Main character: Place: Year: Synopsis: Tone: Length:
Use only these facts: add no other name, place, number, prize or praise. Answer with one text: no quotation marks.
Дорога пам’ятає кожне ім’я. Одна ніч, і дороги назад немає. Тихе життя зустрічає те, від чого не втекти."""
MESSAGES = [{"role": "user", "content": "Write one headline: «Дорога» — 1931, it's <b>late</b>."}]


def tokenizer() -> PreTrainedTokenizerFast:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=SHAPE.vocabulary, special_tokens=SPECIAL, show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    made.train_from_iterator([TEXT], trainer)
    made.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    fast = PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<|im_end|>", pad_token="<|endoftext|>",
                                   bos_token="<|im_start|>")
    fast.chat_template = TEMPLATE
    return fast


def llama_of(model: Copywriter, end: int, pad: int) -> LlamaForCausalLM:
    """The same weights in Python transformers' own Llama, so that the graph is not compared with itself."""
    config = LlamaConfig(
        vocab_size=SHAPE.vocabulary, hidden_size=SHAPE.width, num_hidden_layers=SHAPE.layers,
        num_attention_heads=SHAPE.heads, num_key_value_heads=SHAPE.heads, intermediate_size=SHAPE.inner,
        max_position_embeddings=SHAPE.positions, rms_norm_eps=SHAPE.epsilon, tie_word_embeddings=True,
        bos_token_id=None, eos_token_id=end, pad_token_id=pad)
    llama = LlamaForCausalLM(config).eval()
    weights = {"model.embed_tokens.weight": model.embedding.weight, "lm_head.weight": model.embedding.weight,
               "model.norm.weight": model.norm.weight}
    for i, block in enumerate(model.blocks):
        q, k, v = block.qkv.weight.chunk(3)
        gate, up = block.gate_up.weight.chunk(2)
        weights |= {f"model.layers.{i}.{name}.weight": tensor for name, tensor in {
            "self_attn.q_proj": q, "self_attn.k_proj": k, "self_attn.v_proj": v, "self_attn.o_proj": block.out.weight,
            "mlp.gate_proj": gate, "mlp.up_proj": up, "mlp.down_proj": block.down.weight,
            "input_layernorm": block.attention_norm.weight, "post_attention_layernorm": block.inner_norm.weight}.items()}
    llama.load_state_dict(weights)
    return llama


def without_cache(model: onnx.ModelProto) -> onnx.ModelProto:
    """As an export without `-with-past`: only the logits, and no past to take."""
    made = onnx.ModelProto()
    made.CopyFrom(model)
    del made.graph.node[:], made.graph.initializer[:], made.graph.input[2:], made.graph.output[1:]
    table = np.zeros((SHAPE.vocabulary, 1), dtype=np.float32)
    made.graph.initializer.extend([onnx.numpy_helper.from_array(table, "table"),
                                   onnx.numpy_helper.from_array(table.T.copy(), "back")])
    made.graph.node.extend([helper.make_node("Gather", ["table", "input_ids"], ["x"]),
                            helper.make_node("MatMul", ["x", "back"], ["logits"])])
    return made


def fused_for_gpu(model: onnx.ModelProto) -> onnx.ModelProto:
    """Its feed-forward made of an operator that only GPUs have a kernel for."""
    made = without_cache(model)
    made.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    node = made.graph.node[0]
    node.output[0] = "y"
    zeros = np.zeros(1, dtype=np.float32)
    made.graph.initializer.append(onnx.numpy_helper.from_array(zeros, "bias"))
    made.graph.node.insert(1, helper.make_node("BiasAdd", ["y", "bias", "y"], ["x"], domain="com.microsoft"))
    return made


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf8")


def main() -> None:
    torch.manual_seed(7)
    torch.set_num_threads(1)
    OUT.mkdir(exist_ok=True)
    words = tokenizer()
    end, pad = words.convert_tokens_to_ids(["<|im_end|>", "<|endoftext|>"])
    model = Copywriter(SHAPE).eval()
    # Wider than a trained network starts, so that its next tokens differ in probability; halves are what is stored.
    model.load_state_dict({name: (tensor * (1 if "norm" in name else 8)).half().float()
                           for name, tensor in model.state_dict().items()})
    # Often the likeliest, so that texts end.
    with torch.no_grad():
        model.embedding.weight[end] = (model.embedding.weight[end] * 2.5).half().float()
    graph = build(model)
    llama = llama_of(model, end, pad)

    ids = words.apply_chat_template(MESSAGES, add_generation_prompt=True, enable_thinking=False)["input_ids"]
    with torch.no_grad():
        greedy = llama.generate(torch.tensor([ids]), max_new_tokens=24, do_sample=False, eos_token_id=end)[0, len(ids):]
        wanted = llama(torch.tensor([ids])).logits.numpy()
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    empty = np.zeros((1, SHAPE.heads, 0, SHAPE.head_width), dtype=np.float32)
    feeds = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
             "position_ids": np.arange(len(ids))[None]}
    feeds |= {f"past_key_values.{i}.{part}": empty for i in range(SHAPE.layers) for part in ("key", "value")}
    difference = np.abs(session.run(["logits"], feeds)[0] - wanted).max()
    print(f"largest difference between the graph and transformers: {difference:.1e}")
    assert difference < 1e-3

    onnx.save(graph, OUT / "model.onnx")
    onnx.save(without_cache(graph), OUT / "no-cache.onnx")
    onnx.save(fused_for_gpu(graph), OUT / "gpu-only.onnx")
    (OUT / "tokenizer.json").write_text(words.backend_tokenizer.to_str(pretty=False), encoding="utf8")
    write_json(OUT / "tokenizer_config.json", {
        "tokenizer_class": "PreTrainedTokenizerFast", "add_bos_token": False, "clean_up_tokenization_spaces": False,
        "model_max_length": SHAPE.positions, "bos_token": "<|im_start|>", "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>", "chat_template": TEMPLATE})
    write_json(OUT / "config.json", {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": SHAPE.vocabulary,
        "hidden_size": SHAPE.width, "num_hidden_layers": SHAPE.layers, "num_attention_heads": SHAPE.heads,
        "num_key_value_heads": SHAPE.heads, "head_dim": SHAPE.head_width, "intermediate_size": SHAPE.inner,
        "hidden_act": "silu", "rms_norm_eps": SHAPE.epsilon, "rope_theta": SHAPE.rope_theta,
        "max_position_embeddings": SHAPE.positions, "tie_word_embeddings": True, "eos_token_id": end,
        "pad_token_id": pad, "torch_dtype": "float32"})
    write_json(OUT / "generation_config.json", {
        "do_sample": True, "temperature": 0.7, "top_k": 20, "eos_token_id": [end, pad], "pad_token_id": pad})
    write_json(OUT / "reference.json", {"messages": MESSAGES, "input_ids": list(ids), "greedy_ids": greedy.tolist(),
                                        "greedy_text": words.decode(greedy, skip_special_tokens=True)})


if __name__ == "__main__":
    main()
