"""The bytes that point to a download from a hub: the functions' names, where the file imports their packages."""

from __future__ import annotations

from amends.codemod import Place, Trigger


def _named(word: bytes, check: str) -> Trigger:
    return Trigger((word.lower(),), rb"(?<!\w)%b\b" % word, Place.CODE, check=check)


TRIGGERS = (
    Trigger((b"from_pretrained",), place=Place.CODE, check="is_of_a_model"),
    Trigger((b"auto_gptq", b"from_quantized"), rb"(?<!\w)from_quantized\b", Place.CODE),
    _named(b"load_dataset", "imports_hub"),
    _named(b"load_dataset_builder", "imports_hub"),
    _named(b"hf_hub_download", "imports_hub"),
    _named(b"snapshot_download", "imports_hub"),
    _named(b"repository_id", "imports_hub"),
    _named(b"SentenceTransformer", "imports_sentences"),
    _named(b"CrossEncoder", "imports_sentences"),
    _named(b"SparseEncoder", "imports_sentences"),
    Trigger((b"transformers", b"pipeline"), rb"(?<!\w)pipeline\b", Place.CODE, check="imports_pipelines"),
    Trigger((b"torch", b"hub", b"load"), rb"(?<!\w)load\b", Place.CODE, check="is_of_torch_hub"),
    Trigger((b"evaluate", b"load"), rb"(?<!\w)load\b", Place.CODE, check="imports_metrics"),
)
