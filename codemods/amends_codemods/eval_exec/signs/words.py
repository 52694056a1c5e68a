"""What names say about a text that is run: that it is a formula, a name, a condition, code or data."""

from __future__ import annotations

import enum

from amends.segments import segments


class Says(enum.Enum):
    """What a word tells about the text that it names."""

    FORMULA = "arithmetic over named values"
    CONDITION = "a condition"
    NAME = "the name of a class, a function or another object"
    CODE = "code"
    DATA = "a literal"


_WORDS: dict[Says, frozenset[str]] = {
    Says.FORMULA: frozenset({
        "formula", "formulas", "formulae", "expr", "exprs", "expression", "expressions", "equation", "equations",
        "calc", "calculate", "calculator", "calculation", "calculations", "compute", "computation", "arithmetic",
        "math", "maths", "mathematical", "polynomial", "derivative", "integrand", "numexpr", "postfix", "infix",
        "fps", "framerate", "rate",
    }),
    Says.CONDITION: frozenset({
        "condition", "conditions", "cond", "conds", "rule", "rules", "predicate", "predicates", "criterion", "criteria",
        "constraint", "constraints", "assertion", "assert", "filter", "filters", "trigger", "clause", "logic",
        "matcher", "when", "guard", "match", "precondition", "check",
    }),
    Says.NAME: frozenset({
        "class", "cls", "classname", "klass", "type", "typename", "module", "modulename", "constructor", "ctor",
        "factory", "attr", "attribute", "method", "identifier", "symbol", "varname", "funcname", "optimizer",
        "activation", "loss", "backbone", "estimator", "classifier", "name", "handler", "plugin", "algorithm",
        "annotation", "annotations", "reference", "ref", "serializer", "dtype",
    }),
    Says.CODE: frozenset({
        "code", "source", "src", "script", "snippet", "program", "statement", "statements", "stmt", "command",
        "commands", "cmd", "cmds", "lambda", "callback", "func", "function", "functions", "fn", "macro", "hook",
        "python", "py", "bytecode", "compiled", "ast", "tree", "definition", "repl", "node", "plan", "transform",
    }),
    Says.DATA: frozenset({
        "config", "cfg", "conf", "configuration", "settings", "setting", "option", "options", "opt", "opts", "data",
        "dataset", "row", "rows", "record", "records", "lines", "response", "resp", "contents", "payload", "values",
        "vals", "literal", "list", "dict", "dictionary", "tuple", "array", "json", "cell", "column", "columns",
        "tags", "tag", "labels", "label", "params", "parameters", "param", "args", "kwargs", "argv", "environ", "env",
        "raw", "bbox", "bboxes", "box", "boxes", "coords", "coordinates", "points", "point", "shape", "shapes",
        "size", "sizes", "dims", "items", "metadata", "meta", "msg", "packet", "cache", "serialized", "numbers",
        "nums", "preferences", "prefs", "profile", "keywords", "genres", "scores", "answers", "embedding",
        "embeddings", "vector", "features", "ids", "matrix", "weights", "entries", "cookie", "session", "chunk",
        "results", "event", "state", "headers", "header", "body", "file", "age", "bool", "boolean",
        "tok", "toks", "token", "tokens", "lexeme",
    }),
}  # fmt: skip
_SAYS = {word: says for says, words in _WORDS.items() for word in words}
_FORMULA_ENDINGS = ("expr", "formula", "equation", "expression")

# names of dictionaries that hold the values of a formula's variables
OF_NUMBERS = frozenset({
    "variables", "vars", "metrics", "coefficients", "constants", "substitutions", "subs", "variable_values",
    "var_values", "var_dict", "variable", "measurements", "numbers",
})  # fmt: skip
VARIABLES = OF_NUMBERS | {"values", "params", "parameters", "inputs", "features", "bindings", "data_points"}
# what variables hold objects, tables and texts are called
NO_NUMBERS = frozenset({
    "cls", "config", "context", "ctx", "data", "dataframe", "dataset", "df", "dict", "env", "event", "frame", "item",
    "list", "message", "model", "module", "msg", "name", "obj", "object", "params", "path", "record", "records",
    "request", "response", "row", "rows", "self", "session", "settings", "state", "string", "table", "text", "user",
})  # fmt: skip
NUMBERS = frozenset({
    "int", "float", "complex", "bool", "number", "Number", "Real", "Decimal", "Fraction", "Integral", "numbers.Number",
    "numbers.Real", "float64", "np.float64", "int64", "np.int64", "int|float", "float|int", "Union[int,float]",
    "Union[float,int]", "Optional[float]", "Optional[int]", "float|None", "int|None", "complex|float",
})  # fmt: skip
ARRAYS = frozenset({
    "np.ndarray", "numpy.ndarray", "ndarray", "pd.Series", "pandas.Series", "Series", "NDArray", "ArrayLike",
})  # fmt: skip

# the functions that numexpr knows under the name, and in the meaning, that `math` or the builtins have
MATH = frozenset({
    "abs", "ceil", "cos", "cosh", "exp", "expm1", "floor", "log", "log10", "log1p", "log2", "sin", "sinh", "sqrt",
    "tan", "tanh", "trunc", "round", "hypot", "fmod", "copysign",
})  # fmt: skip

# what calls the function that it is given with each of many values
MAPPING_METHODS = frozenset({
    "apply", "map", "applymap", "transform", "progress_apply", "progress_map", "parallel_apply", "swifter_apply",
})  # fmt: skip
OPTION_METHODS = frozenset({"add_argument", "option"})  # of argparse, of click
MAPPING_KEYWORDS = frozenset({"converter", "converters", "key", "type"})

# methods that literals have: to call one of them is to use a value as data; a `title` is rather something's own
DATA_METHODS = frozenset(
    name
    for plain in (str, bytes, list, tuple, dict, set, int, float, complex)
    for name in dir(plain)
    if not name.startswith("_") and name != "title"
)

NUMBER_METHODS = DATA_METHODS & {name for plain in (int, float, complex) for name in dir(plain)}

# names of variables that take classes, functions and other objects with behaviour
OBJECTS = frozenset({
    "act", "activation", "callable", "callback", "class", "clazz", "cls", "constructor", "criterion", "estimator",
    "factory", "fn", "func", "function", "handler", "instance", "klass", "method", "model", "module", "object",
    "optimizer", "scheduler",
})  # fmt: skip


def said(name: str) -> Says | None:
    """Return what a name or a phrase tells about the text that it names, if anything.

    In a name the last word that is known decides, except that it is not arithmetic if another word says what
    kind of expression it is. In a phrase, such as a prompt, one mention of arithmetic is enough.
    """
    known = [says for word in segments(name) if (says := _of_word(word))]
    if not known:
        return None
    if " " in name.strip():
        return Says.FORMULA if Says.FORMULA in known else known[-1]
    if known[-1] is Says.FORMULA:
        others = [says for says in known if says not in {Says.FORMULA, Says.DATA}]
        return others[-1] if others else Says.FORMULA
    return known[-1]


def says_of_function(name: str) -> Says | None:
    """Return what the name of a function, class or module tells about the text that it evaluates."""
    known = [says for word in segments(name) if (says := _of_word(word))]
    others = [says for says in known if says not in {Says.FORMULA, Says.DATA}]
    if Says.FORMULA in known:
        return others[-1] if others else Says.FORMULA
    return known[-1] if known else None


def _of_word(word: str) -> Says | None:
    return _SAYS.get(word) or (Says.FORMULA if word.endswith(_FORMULA_ENDINGS) else None)
