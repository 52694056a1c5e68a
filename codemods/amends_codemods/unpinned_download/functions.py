"""The functions that download from a hub, and where their repository and revision stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A function that downloads: `name` under any of the packages, at any depth ("*") or as named.

    `repository` is the keyword of the repository's name and `position` its place; `kind` is what it holds, unless
    the argument `repo_type` tells. `owner` stands for the one that a name without a slash leaves out. With
    `has_colon` the revision stands behind the repository: `org/name:revision`. `may_be_object` tells that something
    else than a name may be given, such as a loaded model. `parts` are the keywords of what else the revision is for.
    """

    packages: tuple[str, ...]
    name: str
    repository: str
    position: int = 0
    kind: str = "model"
    owner: str = ""
    has_colon: bool = False
    may_be_object: bool = False
    parts: tuple[str, ...] = ()


_MODELS = ("transformers", "diffusers", "sentence_transformers", "optimum", "trl", "setfit", "span_marker")
_PARTS = ("config", "tokenizer", "feature_extractor", "image_processor", "processor")
_ADAPTERS = ("peft", "adapters")

# Sources: the reference pages of each library, at https://huggingface.co/docs and https://pytorch.org/docs/stable/hub.html
DOWNLOADS: tuple[Download, ...] = (
    Download(_MODELS, "*.from_pretrained", "pretrained_model_name_or_path"),
    Download(_ADAPTERS, "PeftModel*.from_pretrained", "model_id", 1),
    Download(_ADAPTERS, "*.from_pretrained", "pretrained_model_name_or_path"),
    Download(("transformers",), "pipeline", "model", 1, may_be_object=True, parts=_PARTS),
    Download(("auto_gptq",), "*.from_quantized", "model_name_or_path"),
    Download(("auto_gptq",), "*.from_pretrained", "pretrained_model_name_or_path"),
    Download(("sentence_transformers",), "SentenceTransformer", "model_name_or_path", owner="sentence-transformers"),
    Download(("sentence_transformers",), "CrossEncoder", "model_name_or_path"),
    Download(("sentence_transformers",), "SparseEncoder", "model_name_or_path", owner="sentence-transformers"),
    Download(("datasets",), "load_dataset", "path", kind="dataset"),
    Download(("datasets",), "load_dataset_builder", "path", kind="dataset"),
    Download(("huggingface_hub",), "hf_hub_download", "repo_id"),
    Download(("huggingface_hub",), "snapshot_download", "repo_id"),
    Download(("huggingface_hub",), "*.from_pretrained", "pretrained_model_name_or_path"),
    Download(("huggingface_hub",), "from_pretrained_keras", "pretrained_model_name_or_path"),
    Download(("huggingface_hub",), "HfApi().hf_hub_download", "repo_id"),
    Download(("huggingface_hub",), "HfApi().snapshot_download", "repo_id"),
    Download(("evaluate",), "load", "path", kind="space", owner="evaluate-metric"),
    Download(("torch",), "hub.load", "repo_or_dir", has_colon=True),
)

METHODS = frozenset(row.name.rpartition(".")[2] for row in DOWNLOADS)

# The names by which Bandit's B615 goes, whatever module they are of.
LOOSE_NAMES = frozenset({"from_pretrained", "load_dataset", "hf_hub_download", "snapshot_download", "repository_id"})
LOOSE_PACKAGES = frozenset({"transformers", "datasets", "huggingface_hub"})

# Loaders that come with the datasets library and read files of one's own:
# https://huggingface.co/docs/datasets/loading#local-and-remote-files
PACKAGED_LOADERS = frozenset({
    "arrow", "audiofolder", "cache", "csv", "generator", "hdf5", "imagefolder", "json", "lance", "pandas", "parquet",
    "pdffolder", "spark", "sql", "text", "videofolder", "webdataset", "xml",
})  # fmt: skip


def download(qualified: str) -> Download | None:
    """Return the row for a function by its qualified name."""
    package, _, inner = qualified.partition(".")
    return next((row for row in DOWNLOADS if package in row.packages and _matches(row.name, inner)), None)


def _matches(pattern: str, inner: str) -> bool:
    """Match `*.name`, `Prefix*.name` or an exact name; a star stands for classes and for modules on the way."""
    head, star, tail = pattern.partition("*")
    if not star:
        return inner == pattern
    return inner.endswith(tail) and inner.rpartition(".")[0].rpartition(".")[2].startswith(head)
