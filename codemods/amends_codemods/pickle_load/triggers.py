"""The bytes that point to a pickle: the modules and functions that load one, where they are imported or used."""

from __future__ import annotations

from amends.codemod import Place, Trigger

REPORTED = (b"pickle", b"cPickle", b"dill", b"shelve")
"""The modules whose imports Bandit reports, with whatever follows in their names."""

TRIGGERS = (
    Trigger((b"ickle",), place=Place.CODE, check="names_a_loader"),
    *(Trigger((word,), place=Place.CODE, check="names_a_loader") for word in (b"dill", b"shelve", b"marshal")),
    *(
        Trigger((package, b"load"), rb"load\b(?<!\wload)", Place.CODE, check=f"names_function_of_{package.decode()}")
        for package in (b"joblib", b"torch")
    ),
    # what importlib is told to import, as a text that may stand elsewhere
    *(
        Trigger((quote + module, importer), place=Place.CODE)
        for quote in (b'"', b"'")
        for module in REPORTED
        for importer in (b"import_module", b"__import__")
    ),
)
