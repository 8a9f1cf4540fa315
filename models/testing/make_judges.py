"""Makes the tiny judges of the tests: random weights, real layouts, and what Python's transformers measures with them.

    pip install torch==2.15.0 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0 transformers==5.24.0 \
        tokenizers==0.23.3 pillow==13.0.0
    python make_judges.py

Writes judges/ beside this file: clip/ (two networks, and both in one), nsfw/ (a ViT classifier), head.onnx (an aesthetic
head over the embeddings of clip/) and reference.json. Run again, it writes the same bytes.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from PIL import Image
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, decoders, trainers
from tokenizers import Regex
from torch import nn
from transformers import (CLIPConfig, CLIPModel, CLIPTextConfig, CLIPVisionConfig, PreTrainedTokenizerFast, ViTConfig,
                          ViTForImageClassification)
from transformers.models.clip import image_processing_pil_clip

OUT = Path(__file__).parent / "judges"
MEAN, STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
START, END = "<|startoftext|>", "<|endoftext|>"
PROMPTS = ["An oil painting of train and forest for “The General” (1926)", "fog", "",
           "a very long prompt about a train in a forest " * 12]
SIZES = [(60, 44), (45, 80), (32, 32), (20, 20)]
LABELS = {0: "normal", 1: "nsfw", 2: "hentai"}


def picture(width: int, height: int) -> np.ndarray:
    """The same formula stands in the tests."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((3 * x * x + 5 * y * y + 2 * x * y + 240 * c) // 4 % 256).astype(np.uint8)


def tokenizer() -> PreTrainedTokenizerFast:
    """CLIP's own kind: lower case, bytes, words that end in </w>."""
    made = Tokenizer(models.BPE(unk_token=END, end_of_word_suffix="</w>"))
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "),
                                            normalizers.Lowercase()])
    words = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(words), "removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    made.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=[], end_of_word_suffix="</w>", show_progress=False,
                                  initial_alphabet=alphabet)
    made.train_from_iterator(PROMPTS * 3 + alphabet, trainer)
    made.add_special_tokens([START, END])
    made.post_processor = processors.RobertaProcessing(
        (END, made.token_to_id(END)), (START, made.token_to_id(START)), add_prefix_space=False, trim_offsets=False)
    return PreTrainedTokenizerFast(tokenizer_object=made, bos_token=START, eos_token=END, pad_token=END,
                                   unk_token=END, model_max_length=77)


class ImageSide(nn.Module):
    def __init__(self, clip: CLIPModel) -> None:
        super().__init__()
        self.vision, self.projection = clip.vision_model, clip.visual_projection

    def forward(self, pixel_values):
        return self.projection(self.vision(pixel_values=pixel_values).pooler_output)


class TextSide(nn.Module):
    def __init__(self, clip: CLIPModel) -> None:
        super().__init__()
        self.text, self.projection = clip.text_model, clip.text_projection

    def forward(self, input_ids, attention_mask):
        return self.projection(self.text(input_ids=input_ids, attention_mask=attention_mask).pooler_output)


class Both(nn.Module):
    def __init__(self, clip: CLIPModel) -> None:
        super().__init__()
        self.text, self.image = TextSide(clip), ImageSide(clip)

    def forward(self, input_ids, pixel_values, attention_mask):
        text, image = self.text(input_ids, attention_mask), self.image(pixel_values)
        return text / text.norm(dim=-1, keepdim=True), image / image.norm(dim=-1, keepdim=True)


class Logits(nn.Module):
    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, pixel_values):
        return self.net(pixel_values=pixel_values).logits


def export(net: nn.Module, path: Path, feeds: dict, outputs: list[str], dynamic: dict) -> None:
    program = torch.onnx.export(net.eval(), tuple(feeds.values()), input_names=list(feeds), output_names=outputs,
                                dynamic_shapes=dynamic, opset_version=18, dynamo=True, verbose=False,
                                external_data=False)
    proto = program.model_proto
    for node in proto.graph.node:  # stack traces hold this machine's paths
        del node.metadata_props[:]
    for value in proto.graph.value_info:
        del value.metadata_props[:]
    del proto.graph.metadata_props[:], proto.metadata_props[:], proto.functions[:]
    del proto.graph.value_info[:]
    onnx.save(proto, path)


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf8")


def widen(net: nn.Module) -> None:
    """Random weights give nearly the same for everything; wider ones tell pictures apart."""
    with torch.no_grad():
        for name, tensor in net.named_parameters():
            if tensor.dim() >= 2 and "embed" not in name:
                tensor.mul_(4)


def main() -> None:
    torch.manual_seed(11)
    torch.set_num_threads(1)
    for folder in (OUT / "clip", OUT / "nsfw"):
        folder.mkdir(parents=True, exist_ok=True)
    words = tokenizer()
    text = CLIPTextConfig(vocab_size=len(words), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
                          num_attention_heads=4, projection_dim=24, bos_token_id=words.bos_token_id,
                          eos_token_id=words.eos_token_id, pad_token_id=words.eos_token_id)
    vision = CLIPVisionConfig(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
                              image_size=32, patch_size=8, projection_dim=24)
    clip = CLIPModel(CLIPConfig(text_config=text.to_dict(), vision_config=vision.to_dict(), projection_dim=24,
                                attn_implementation="eager")).eval()
    widen(clip)
    processor = image_processing_pil_clip.CLIPImageProcessorPil(
        size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}, resample=3, image_mean=MEAN, image_std=STD)
    vit = ViTForImageClassification(ViTConfig(
        hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, image_size=32, patch_size=8,
        id2label=LABELS, label2id={label: i for i, label in LABELS.items()}, attn_implementation="eager")).eval()
    widen(vit)
    head = nn.Sequential(nn.Linear(24, 16), nn.Linear(16, 1))

    reference = {"tokens": [words(prompt, truncation=True, max_length=77)["input_ids"] for prompt in PROMPTS],
                 "prompts": PROMPTS, "measured": []}
    sample = None
    for width, height in SIZES:
        image = Image.fromarray(picture(width, height))
        pixels = processor(image, return_tensors="pt")["pixel_values"]
        # Across, then down: newer Pillows choose the order by the sizes, which moves some bytes by one.
        across = image.resize((32, height), Image.Resampling.BILINEAR)
        squeezed = np.asarray(across.resize((32, 32), Image.Resampling.BILINEAR)).astype(np.float32) / 255
        plain = torch.tensor((squeezed - 0.5) / 0.5).permute(2, 0, 1)[None]
        sample = pixels if sample is None else sample
        with torch.no_grad():
            embedding = ImageSide(clip)(pixels)
            match = []
            for ids in reference["tokens"]:
                tensor = torch.tensor([ids])
                other = TextSide(clip)(tensor, torch.ones_like(tensor))
                match.append(torch.nn.functional.cosine_similarity(embedding, other).item())
            chances = Logits(vit)(plain).softmax(-1)[0]
            aesthetic = head(embedding / embedding.norm(dim=-1, keepdim=True)).item()
        reference["measured"].append({
            "widthPx": width, "heightPx": height, "match": match, "aesthetic": aesthetic,
            "nsfw": (chances[1] + chances[2]).item(),
            "pixels": pixels.flatten()[::97].tolist(), "plain": plain.flatten()[::97].tolist()})

    ids = torch.tensor([reference["tokens"][0]])
    length, batch = torch.export.Dim("sequence_length", max=77), None
    one = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    export(TextSide(clip), OUT / "clip/text_model.onnx", one, ["text_embeds"],
           {"input_ids": {1: length}, "attention_mask": {1: length}})
    export(ImageSide(clip), OUT / "clip/vision_model.onnx", {"pixel_values": sample}, ["image_embeds"],
           {"pixel_values": batch})
    export(Both(clip), OUT / "clip/model.onnx",
           {"input_ids": ids, "pixel_values": sample, "attention_mask": torch.ones_like(ids)},
           ["text_embeds", "image_embeds"],
           {"input_ids": {1: length}, "pixel_values": batch, "attention_mask": {1: length}})
    export(Logits(vit), OUT / "nsfw/model.onnx", {"pixel_values": sample}, ["logits"], {"pixel_values": batch})
    export(head, OUT / "head.onnx", {"input": torch.zeros(1, 24)}, ["score"], {"input": batch})

    (OUT / "clip/tokenizer.json").write_text(words.backend_tokenizer.to_str(pretty=False), encoding="utf8")
    write_json(OUT / "clip/tokenizer_config.json", {
        "tokenizer_class": "CLIPTokenizer", "bos_token": START, "eos_token": END, "pad_token": END, "unk_token": END,
        "model_max_length": 77})
    write_json(OUT / "clip/preprocessor_config.json", {
        "do_resize": True, "size": {"shortest_edge": 32}, "resample": 3, "do_center_crop": True,
        "crop_size": {"height": 32, "width": 32}, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True,
        "image_mean": MEAN, "image_std": STD})
    write_json(OUT / "nsfw/preprocessor_config.json", {
        "do_resize": True, "size": {"height": 32, "width": 32}, "resample": 2, "do_rescale": True,
        "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3})
    write_json(OUT / "nsfw/config.json", {"model_type": "vit", "id2label": {str(i): label for i, label in LABELS.items()}})
    write_json(OUT / "reference.json", reference)


if __name__ == "__main__":
    main()
