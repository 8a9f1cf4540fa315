"""Trains the tokenizer and writes it the way transformers.js reads it.

    python tokenizer.py --corpus data/corpus.jsonl --out ../../weights/copy

Byte-pair merges over characters with the space kept as "▁" (Metaspace, nothing prepended), sentence marks split off
first. Control tokens are special, so that decoding drops them; slots and <end> are not, so that the writer can see
them: a text without <end> did not finish.
"""

import argparse
import json
import re
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

import corpus

PAD, UNKNOWN, END = "<pad>", "<unk>", "<end>"
# The same words as `WORD` in models/copy/finish.ts.
WORD = re.compile(r"[^\W\d_]+(?:[’-][^\W\d_]+)*")
SLOT_TOKENS = ["<title>", "<hero>", "<place>", "<year>"]


def train(lines: list[str], vocabulary: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex("[.,:;?!«»—]"), "isolated"),
        pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="never", split=True),
    ])
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="never", split=True)
    special = [PAD, UNKNOWN, *corpus.control_tokens()]
    plain = [END, *SLOT_TOKENS]
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=special + plain, show_progress=False)
    # A slot is never part of a merge: it is cut out of the text before the merges are learnt.
    pieces = (piece for line in lines for piece in cut(line))
    tokenizer.train_from_iterator(pieces, trainer)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in plain])
    return tokenizer


def cut(line: str) -> list[str]:
    for slot in SLOT_TOKENS:
        line = line.replace(slot, "\0")
    return [piece for piece in line.split("\0") if piece]


def lexicon(lines: list[str]) -> list[str]:
    return sorted({word.lower() for line in lines for piece in cut(line) for word in WORD.findall(piece)})


def write(tokenizer: Tokenizer, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    saved = json.loads(tokenizer.to_str())
    # The trainer marks slots special with the rest; only control tokens are.
    plain = {END, *SLOT_TOKENS}
    for token in saved["added_tokens"]:
        token["special"] = token["content"] not in plain
    (folder / "tokenizer.json").write_text(json.dumps(saved, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "add_bos_token": False,
        "add_eos_token": False,
        "clean_up_tokenization_spaces": False,
        "model_max_length": 128,
        "padding_side": "left",
        "pad_token": PAD,
        "unk_token": UNKNOWN,
        "eos_token": END,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    special = {"pad_token": PAD, "unk_token": UNKNOWN, "eos_token": END}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--corpus", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--vocabulary", type=int, default=4096)
    chosen = options.parse_args()
    lines = [json.loads(line)["text"] for line in open(chosen.corpus, encoding="utf8")]
    tokenizer = train(lines, chosen.vocabulary)
    write(tokenizer, Path(chosen.out))
    (Path(chosen.out) / "lexicon.txt").write_text("\n".join(lexicon(lines)) + "\n", encoding="utf8")
    reloaded = Tokenizer.from_file(str(Path(chosen.out) / "tokenizer.json"))
    counts = [len(reloaded.encode(line).ids) for line in lines[:: len(lines) // 2000]]
    unknown = reloaded.token_to_id(UNKNOWN)
    assert all(unknown not in reloaded.encode(line).ids for line in lines), "a character is not in the vocabulary"
    assert all(reloaded.decode(reloaded.encode(line).ids) == line for line in lines[::97]), "decoding differs"
    print(f"{reloaded.get_vocab_size()} tokens, {sum(counts) / len(counts):.1f} a line, longest {max(counts)}")


if __name__ == "__main__":
    main()
