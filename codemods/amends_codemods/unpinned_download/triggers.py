"""The bytes that point to a download from a hub: the functions' names, where the file imports their packages."""

from __future__ import annotations

import re

from amends.code import Code
from amends.codemod import Place, Trigger
from amends.triggering import Check, where_imported

_IMPORTS_MODELS = where_imported(
    rb"transformers|diffusers|optimum|\btrl\b|setfit|span_marker|\bpeft\b|\badapters\b|huggingface_hub|datasets"
)
_IMPORTS_HUB = where_imported(rb"huggingface_hub|transformers|datasets")
_IMPORTS_SENTENCES = where_imported(rb"sentence_transformers")
_IMPORTS_PIPELINES = where_imported(rb"\bimport\b[^\n]*\btransformers\b|\btransformers\s+import\b[^\n]*\bpipeline\b")
_IMPORTS_METRICS = where_imported(rb"\bevaluate\b")
_IMPORTS_TORCH = where_imported(rb"\btorch\b")
_HUB = re.compile(rb"\bhub\b")
_CLASS_OF_ITS_OWN = re.compile(rb"\bcls\s*=(?!=)")


def _of_a_model(code: Code, at: int) -> bool:
    if code.text.endswith(b"super().", 0, at):
        return False
    if code.text.endswith(b"cls.", 0, at) and not _CLASS_OF_ITS_OWN.search(code.text):
        return False
    return _IMPORTS_MODELS(code, at)


def _of_torch_hub(code: Code, at: int) -> bool:
    return _HUB.search(code.text) is not None and _IMPORTS_TORCH(code, at)


def _named(word: bytes, check: Check) -> Trigger:
    return Trigger((word.lower(),), rb"(?<!\w)%b\b" % word, Place.CODE, check=check)


TRIGGERS = (
    Trigger((b"from_pretrained",), place=Place.CODE, check=_of_a_model),
    _named(b"load_dataset", _IMPORTS_HUB),
    _named(b"load_dataset_builder", _IMPORTS_HUB),
    _named(b"hf_hub_download", _IMPORTS_HUB),
    _named(b"snapshot_download", _IMPORTS_HUB),
    _named(b"repository_id", _IMPORTS_HUB),
    _named(b"SentenceTransformer", _IMPORTS_SENTENCES),
    _named(b"CrossEncoder", _IMPORTS_SENTENCES),
    _named(b"SparseEncoder", _IMPORTS_SENTENCES),
    Trigger((b"transformers", b"pipeline"), rb"(?<!\w)pipeline\b", Place.CODE, check=_IMPORTS_PIPELINES),
    Trigger((b"torch", b"hub", b"load"), rb"(?<!\w)load\b", Place.CODE, check=_of_torch_hub),
    Trigger((b"evaluate", b"load"), rb"(?<!\w)load\b", Place.CODE, check=_IMPORTS_METRICS),
)
