"""The functions that load pickles, each with the Bandit id of its shape and what to do instead."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """How a loader is dealt with."""

    FILE = "pickle.load: reads a stream"
    BYTES = "pickle.loads: takes the bytes"
    UNPICKLER = "pickle.Unpickler: a reader that loads later"
    TORCH = "torch.load: takes weights_only"
    NUMPY = "numpy.load: takes allow_pickle"
    OTHER = "nothing can be put in its place without changing the data"


@dataclass(frozen=True, slots=True)
class PickleLoader:
    """A function that loads pickles; `instead` tells what a person should use where no fix is made."""

    names: tuple[str, ...]
    code: str
    kind: Kind
    instead: str = ""


RESTRICT = (
    "derive an unpickler from pickle.Unpickler whose find_class admits the classes you expect and raises"
    " UnpicklingError for all others"
)
INSTEAD_OF_MODEL = (
    "save it with skops.io.dump(model, path) and read it with skops.io.load(path, trusted=[…]), or in the library's own"
    " format (save_model, ONNX), or check the file's digest before loading it"
)
PICKLE_MODULES = ("pickle", "_pickle", "cPickle", "pickle5", "six.moves.cPickle")

_ROWS = (
    PickleLoader(tuple(f"{m}.load" for m in PICKLE_MODULES), "B301", Kind.FILE),
    PickleLoader(tuple(f"{m}.loads" for m in PICKLE_MODULES), "B301", Kind.BYTES),
    PickleLoader(tuple(f"{m}.Unpickler" for m in PICKLE_MODULES), "B301", Kind.UNPICKLER),
    PickleLoader(
        ("torch.load", "torch.serialization.load"), "B614", Kind.TORCH,
        "save the weights alone (safetensors.torch.save_file(model.state_dict(), path)) and read them with"
        " safetensors.torch.load_file(path), or pass weights_only=True",
    ),
    PickleLoader(
        ("numpy.load", "numpy.lib.npyio.load"), "B301", Kind.NUMPY,
        "save arrays of plain types (no dtype=object; several with numpy.savez, text with a fixed-width dtype) and"
        " drop allow_pickle; keep dicts and lists in JSON",
    ),
    PickleLoader(
        ("dill.load", "dill.loads", "dill.Unpickler", "dill.load_session", "dill.load_module"), "B301", Kind.OTHER,
        "dill exists to load functions and classes, so it cannot be restricted: send data (JSON) and import the code,"
        " or check a signature (hmac) over the bytes before loading what only you can have written",
    ),
    PickleLoader(
        ("cloudpickle.load", "cloudpickle.loads"), "B301", Kind.OTHER,
        "cloudpickle exists to load functions, so it cannot be restricted: send data (JSON) and import the code, or"
        " check a signature (hmac) over the bytes before loading what only you can have written",
    ),
    PickleLoader(
        ("shelve.open", "shelve.DbfilenameShelf", "shelve.Shelf", "shelve.BsdDbShelf"), "B301", Kind.OTHER,
        "a shelf unpickles whatever its file holds: keep the data in sqlite3 (or dbm) with values as JSON, or make sure"
        " that nobody else can write the file",
    ),
    PickleLoader(
        ("pandas.read_pickle", "pandas.io.pickle.read_pickle"), "B301", Kind.OTHER,
        "write the frame with DataFrame.to_parquet(path) (or to_feather, to_csv) and read it with"
        " pandas.read_parquet(path)",
    ),
    PickleLoader(
        ("joblib.load", "sklearn.externals.joblib.load", "joblib.numpy_pickle.load"), "B301", Kind.OTHER,
        "save the model with skops.io.dump(model, path) and read it with skops.io.load(path, trusted=[…]), which names"
        " the types that it refuses; keep arrays in numpy's own format; or load only files whose digest you know",
    ),
    PickleLoader(
        ("jsonpickle.decode", "jsonpickle.loads", "jsonpickle.unpickler.decode", "jsonpickle.unpickler.Unpickler"),
        "B301", Kind.OTHER,
        "jsonpickle builds the classes that the text names: write plain data with json.dumps (dataclasses.asdict for"
        " dataclasses), read it with json.loads, and build the objects yourself",
    ),
    PickleLoader(
        ("networkx.read_gpickle", "networkx.readwrite.gpickle.read_gpickle"), "B301", Kind.OTHER,
        "write the graph with networkx.node_link_data as JSON, or as GraphML, and read it with the matching reader",
    ),
    PickleLoader(
        ("marshal.load", "marshal.loads"), "B302", Kind.OTHER,
        "marshal is for .pyc files: crafted bytes crash the interpreter or become code; use json, or struct for"
        " records, for data that others can write",
    ),
)  # fmt: skip

LOADERS: dict[str, PickleLoader] = {name: row for row in _ROWS for name in row.names}

READERS = frozenset({Kind.FILE, Kind.BYTES, Kind.UNPICKLER})
READING = tuple(name for name, row in LOADERS.items() if row.kind in READERS)

PICKLERS = frozenset(f"{module}.Pickler" for module in PICKLE_MODULES)
TORCH_DUMPS = frozenset({"torch.save"})
TORCH_SAVER = "save_on_master"  # hands all on to torch.save, in torchvision's scripts and those made of them
DUMPS = (
    TORCH_DUMPS
    | frozenset(
        f"{module}.{name}"
        for module in (*PICKLE_MODULES, "dill", "cloudpickle", "marshal")
        for name in ("dump", "dumps")
    )
    | {
        "jsonpickle.encode",
        "jsonpickle.dumps",
        "joblib.dump",
        "multiprocessing.reduction.ForkingPickler.dumps",
    }
)

# Bandit reports the import of whatever begins with one of these.
IMPORTED = ("pickle", "cPickle", "dill", "shelve")
IMPORTERS = frozenset({"builtins.__import__", "importlib.import_module", "importlib.__import__"})

MACHINE_LEARNING = frozenset({
    "torch", "sklearn", "xgboost", "lightgbm", "catboost", "tensorflow", "keras", "transformers", "statsmodels",
    "prophet", "spacy", "gensim", "nltk", "sentence_transformers", "imblearn", "hmmlearn", "surprise", "implicit",
    "pytorch_lightning", "lightning", "stable_baselines3", "joblib", "skops", "fastai", "pmdarima", "mlflow", "sktime",
    "flax", "haiku", "jax", "jaxlib", "mxnet", "optax", "paddle", "ray",
})  # fmt: skip
# A result with such a name is called or raised: no table of plain data admits it.
CODE_WORDS = frozenset({
    "function", "func", "fn", "callback", "callable", "cls", "klass", "plugin", "exception", "exc", "traceback",
    "handler",
})  # fmt: skip
JAR_WORDS = frozenset({"cookiejar", "jar"})
FRAME_WORDS = frozenset({"df", "dataframe", "frame", "series"})
FIGURES = ("matplotlib", "plotly", "seaborn")
FIGURE_WORDS = frozenset({"ax", "axs", "fig", "figs", "figure", "figures"})
# These mean a fitted object by themselves; the weaker ones only beside a machine learning library.
MODEL_WORDS = frozenset({
    "clf", "classifier", "regressor", "scaler", "vectorizer", "tokenizer", "estimator", "encoder", "lgbm", "xgb",
    "svc", "svm", "knn", "kmeans", "pca", "tfidf", "preprocessor", "imputer", "lda", "logreg", "predictor", "trained",
    "fitted", "mlflow",
})  # fmt: skip
WEAK_MODEL_WORDS = frozenset({
    "model", "models", "network", "net", "pipeline", "pipe", "weights", "checkpoint", "ckpt", "transformer", "forest",
    "artifact", "artifacts", "policy", "agent", "bundle",
})  # fmt: skip
