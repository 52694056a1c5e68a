"""A model or dataset downloaded without saying which commit of it.

**Why it is dangerous.** A repository on a hub is a branch that its owner, or whoever took over the account, can
move at any time. Code that downloads "the model" runs tomorrow what was uploaded today: weights, pickles, and with
`trust_remote_code` Python (CWE-494). A tag can be moved as a branch can; only a commit cannot.

**What the fix does.** `AutoModel.from_pretrained("org/name")`, `load_dataset`, `hf_hub_download`,
`snapshot_download`, `pipeline(model=…)`, `SentenceTransformer(…)`, `torch.hub.load` and their like are given
`revision="<commit>"` (`torch.hub.load` has it behind a colon, and `skip_validation=True`, without which it refuses a
commit once no branch or tag is at it), with a comment that names the branch. The commit comes
from `[tool.amends.huggingface.revisions]`, else from the local Hugging Face cache, which knows the commit that this
machine has been running, else with `--resolve` from the Hub. Where none of them knows it, the placeholder
`revision="<pin-a-commit-sha>"` is written: it fails loudly when the code is run, and it stays a finding until somebody
fills it in. `revision="main"`, a tag and `None` are no pins and are replaced, in the constant that says them where
it says them for this repository alone. Files of this machine (`local_files_only=True`) are pinned like the download
of the same repository beside them, as they are found under its commit only.

**When it asks for review.** Where the commit is a placeholder or has just been read from the Hub. A commit from the
settings or from the local cache is what runs already, so that edit is safe.

**What it leaves alone.** Local paths, folders that the same file saves to, the packaged loaders of datasets
(`csv`, `json`, …), `local_files_only=True`, a revision that is a commit or is decided elsewhere. Where the name
of the repository is decided elsewhere or is such as people give to folders (`my_model`), where `**kwargs` may
bring the revision, where it would hold for two repositories (a pipeline with a tokenizer of another), and where
an `except` would hide that a placeholder fails, there is advice.

**References.** CWE-494, https://huggingface.co/docs/huggingface_hub/guides/download, Bandit B615.
"""

from collections.abc import Mapping

from amends.codemod import Codemod, Option
from amends_codemods.unpinned_download.options import parse_revisions
from amends_codemods.unpinned_download.triggers import TRIGGERS

NO_REVISIONS: Mapping[str, str] = {}
REVISIONS = Option(
    "huggingface.revisions",
    NO_REVISIONS,
    parse_revisions,
    'the commit of each repository: "org/name" = "40 hexadecimal digits"',
)

CODEMOD = Codemod(
    __name__,
    title="a model or dataset downloaded without a commit",
    cwe=494,
    codes=("B615",),
    triggers=TRIGGERS,
    options=(REVISIONS,),
    follows_attributes=True,
)
