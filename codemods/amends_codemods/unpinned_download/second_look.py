"""What triggers ask of the code on their second look: whether the packages that download are imported."""

from __future__ import annotations

import re
from typing import Final

from amends.text.code import Code
from amends.text.triggering import where_imported

imports_models: Final = where_imported(
    rb"transformers|diffusers|optimum|\btrl\b|setfit|span_marker|\bpeft\b|\badapters\b|auto_gptq|huggingface_hub|datasets"
)
imports_hub: Final = where_imported(rb"huggingface_hub|transformers|datasets")
imports_sentences: Final = where_imported(rb"sentence_transformers")
imports_pipelines: Final = where_imported(
    rb"\bimport\b[^\n]*\btransformers\b|\btransformers\s+import\b[^\n]*\bpipeline\b"
)
imports_metrics: Final = where_imported(rb"\bevaluate\b")
imports_torch: Final = where_imported(rb"\btorch\b")
_HUB = re.compile(rb"\bhub\b")
_CLASS_OF_ITS_OWN = re.compile(rb"\bcls\s*=(?!=)")


def is_of_a_model(code: Code, at: int) -> bool:
    """Whether a model's method is called, and not by a class on its way to the one that it derives from."""
    if code.text.endswith(b"super().", 0, at):
        return False
    if code.text.endswith(b"cls.", 0, at) and not _CLASS_OF_ITS_OWN.search(code.text):
        return False
    return imports_models(code, at)


def is_of_torch_hub(code: Code, at: int) -> bool:
    """Whether a function may be one of `torch.hub`."""
    return _HUB.search(code.text) is not None and imports_torch(code, at)
