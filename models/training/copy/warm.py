"""Begins a model from the weights of an earlier version: what both know needs no second learning.

Embeddings go over by the text of the token; a token that the earlier vocabulary lacks begins as the mean of the earlier
tokens that spell it. Layers that the earlier model lacks begin as no change at all: their outputs are zero.
"""

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from model import Copywriter


def begin_from(folder: Path, model: Copywriter, tokenizer: Tokenizer) -> None:
    """`folder` holds the model.onnx and tokenizer.json of an earlier version with the same width."""
    graph = onnx.load(folder / "model.onnx").graph
    earlier = {tensor.name.removesuffix(".half"): torch.from_numpy(numpy_helper.to_array(tensor).copy()).float()
               for tensor in graph.initializer if tensor.name.endswith(".half")}
    with torch.no_grad():
        embed(model, earlier["embedding"], Tokenizer.from_file(str(folder / "tokenizer.json")), tokenizer)
        model.norm.weight.copy_(earlier["norm"])
        for i, block in enumerate(model.blocks):
            if f"{i}.qkv" not in earlier:
                block.out.weight.zero_()
                block.down.weight.zero_()
                continue
            for name in ("attention_norm", "inner_norm"):
                getattr(block, name).weight.copy_(earlier[f"{i}.{name}"])
            for name in ("qkv", "out", "gate_up", "down"):
                getattr(block, name).weight.copy_(earlier[f"{i}.{name}"].T)


def embed(model: Copywriter, table: torch.Tensor, old: Tokenizer, new: Tokenizer) -> None:
    for token, number in new.get_vocab().items():
        same = old.token_to_id(token)
        pieces = [same] if same is not None else old.encode(token.replace("▁", " ")).ids
        known = [piece for piece in pieces if piece != old.token_to_id("<unk>")]
        if known and not (same is None and token.startswith("[")):
            model.embedding.weight[number] = table[known].mean(dim=0)
