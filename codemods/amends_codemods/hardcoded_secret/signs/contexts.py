"""What is around a value and tells of it, whatever it is called: a test, a double, a sample, a check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source, descend, dotted
from amends_codemods.hardcoded_secret.positions.literals import Literal
from amends_codemods.hardcoded_secret.positions.owners import around, spelled, text_of
from amends_codemods.hardcoded_secret.positions.places import COMPARED, Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import CONFIGURATIONS, MADE_UP
from amends_codemods.hardcoded_secret.signs.names import segments, singular
from amends_codemods.hardcoded_secret.signs.remarks import is_said_to_be_made_up, is_said_to_be_public
from amends_codemods.hardcoded_secret.signs.stand_ins import plain
from amends_codemods.hardcoded_secret.signs.texts import is_random, is_strong, steps
from amends_codemods.hardcoded_secret.signs.words import VOCABULARY, WEAK_PASSWORDS

# Words of a class, function or module that only plays the part of another.
_DOUBLES = frozenset({"fake", "mock", "dummy"})
# What speaks of fakes without being one: `FakeNewsDetector`.
_SUBJECTS = frozenset({"news", "detect", "detection", "detector", "classifier", "review", "checker"})
# What modules are called that serve tests from outside of their folder.
_OF_TESTS = frozenset({"data", "util", "helper", "case", "suite", "fixture", "lib", "kit", "support", "tool"})
_FRAMEWORKS = frozenset({
    "pytest", "unittest", "nose", "nose2", "test", "tests", "testing", "testcase", "TestCase", "hypothesis",
    "testtools", "trial", "testify", "ward", "asynctest", "flask_testing", "doctest", "mock", "mamba", "expects",
    "doublex",
})  # fmt: skip
_TRIALS = frozenset({"bench", "benchmark", "conformance", "selftest", "test"})
_WEAK = frozenset({"default", "insecure", "weak"})
_MEASURES = frozenset({"bench", "benchmark", "benchmarks"})
_SHOWN = frozenset({"demo", "demos", "e2e", "integration_tests"})
_BUILT_IN = frozenset({("client", "secret"), ("api", "key")})
_MAKING = frozenset({
    "create", "make", "build", "add", "new", "generate", "seed", "insert", "register", "populate", "prepare", "get",
    "setup", "ensure",
})  # fmt: skip


def is_test(source: Source, place: Place) -> bool:
    """Whether a value is that of a test, or of what serves tests."""
    if source.context.is_test or _serves_tests(source) or any(map(_is_of_test, place.owners)):
        return True
    if any(map(_is_called_a_test, place.owners)) and _imports_tests(source):
        return True
    holder = place.path[-1] if place.path else ""
    return holder.isupper() and tuple(singular(holder))[:1] == ("test",)


def is_shown(source: Source) -> bool:
    """Whether a file is in a folder of examples, where what stands for a secret is made up as a rule."""
    folders = source.context.path.parts[:-1]
    return any(part.lower() in _SHOWN or "example" in singular(part) for part in folders)


def _serves_tests(source: Source) -> bool:
    stem = source.context.path.stem.lower()
    if not _MEASURES.isdisjoint(source.context.path.parts) or stem.endswith("e2e") or "e2e" in stem.split("_"):
        return True
    if stem.startswith("snap_test_") or (stem.endswith("_spec") and _imports_tests(source)):
        return True
    words = tuple(singular(source.context.path.stem))
    glued = any(word.startswith("test") and word.removeprefix("test") in _OF_TESTS for word in words)
    if glued or words == ("testing",):
        return True
    return any(one in {"test", "testing"} and other in _OF_TESTS for one, other in pairwise(words))


def _is_of_test(owner: str) -> bool:
    words = segments(owner)
    makes = words[:1] and words[0] in _MAKING and "test" in words[1:-1]
    return bool(makes) or owner.endswith("TestCase")


def _is_called_a_test(owner: str) -> bool:
    is_one = owner.startswith(("test_", "Test")) or owner.endswith(("Test", "Tests"))
    return is_one or (owner.startswith("test") and owner[4:5].isupper())


@remembered
def _imports_tests(source: Source) -> bool:
    """Whether a module imports what tests are made with: only then is a function called `test_…` one."""
    return any(not _FRAMEWORKS.isdisjoint(name.split(".")) for name in _imported(source))


def _imported(source: Source) -> Iterator[str]:
    """Yield the modules that a module imports, and the names that it takes from them, where they stand."""
    for statement in source.nodes(cst.Import, cst.ImportFrom):
        if isinstance(statement, cst.ImportFrom):
            yield dotted(statement.module) or "" if statement.module else ""
        if not isinstance(statement.names, cst.ImportStar):
            yield from (dotted(alias.name) or "" for alias in statement.names)


def why_made_up(source: Source, literal: Literal, place: Place) -> str | None:
    """Say what tells that a value is made up."""
    names = (*place.names, *place.path, *_keywords(source, literal))
    if any(map(_is_called_made_up, names)) or any(map(is_called_unreal, _assigned(source, literal))):
        return "the name says that the value is made up"
    if said := why_said_to_be_none(source, literal, place):
        return said
    if _is_of_a_trial(source, literal, place):
        return "what is tried out or measured here takes made-up values"
    if _is_of_a_double(source, literal, place):
        return "what only stands in for something real holds made-up values"
    return None


def why_said_to_be_none(source: Source, literal: Literal, place: Place) -> str | None:
    """Say what a comment tells of a value that opens nothing, or nothing but what everybody may see."""
    if is_said_to_be_made_up(source, literal):
        return "the comment says that the value is made up"
    if any(segments(name)[-2:] in _BUILT_IN for name in place.names) and is_said_to_be_public(source, literal):
        return "the comment says that everybody may see it, as it is built into what people install or open"
    return None


def _is_of_a_trial(source: Source, literal: Literal, place: Place) -> bool:
    """Whether a function tests or measures, and the value says the same: `b"test-password"` in `self_test_keys`."""
    defined = (*place.owners, *around(source, literal.node), source.context.path.stem)
    said = _TRIALS.intersection(segments(literal.text))
    return bool(said) and any(not _TRIALS.isdisjoint(segments(owner)) for owner in defined)


def _is_of_a_double(source: Source, literal: Literal, place: Place) -> bool:
    """Whether a value is that of something that stands in for another: `class FakeClient`, `fake_client.py`."""
    path = source.context.path
    defined = (*around(source, literal.node), path.stem)
    if not _DOUBLES.isdisjoint(singular(path.parent.name)) and path.parent.name.isalpha():
        return True
    return any(map(_names_a_double, (*place.owners, *defined))) or any(map(_is_defined_as_one, defined))


def _names_a_double(owner: str) -> bool:
    return _SUBJECTS.isdisjoint(segments(owner)) and not _DOUBLES.isdisjoint(singular(owner))


def _is_defined_as_one(owner: str) -> bool:
    """Whether a definition is one of a double by a word that says less of an object: a client of gRPC is a `stub`."""
    words = tuple(singular(owner))
    return words[:1] == ("stub",) or "placeholder" in words


def _keywords(source: Source, literal: Literal) -> Iterator[str]:
    """Yield the keywords by which calls take what the literal is part of."""
    for above in source.ancestors(literal.node):
        if isinstance(above, cst.Arg) and above.keyword:
            yield above.keyword.value
        elif isinstance(above, cst.BaseStatement):
            return


def _assigned(source: Source, literal: Literal) -> Iterator[str]:
    """Yield the names that what the literal is part of is assigned to: `fake_users = {"bob": hashed("…")}`."""
    for above in source.ancestors(literal.node):
        if isinstance(above, cst.Assign):
            yield from (name for target in above.targets for name in spelled(target.target)[:1])
        elif isinstance(above, cst.BaseStatement):
            return


def is_made_up_in_test(literal: Literal, place: Place) -> bool:
    """Whether even a credential of a known format is none: it says so, or is in pieces so as to deceive no scanner."""
    return any(map(_is_called_made_up, place.names)) or isinstance(literal.node, cst.BinaryOperation)


def is_called_unreal(name: str) -> bool:
    """Whether a name says of a value that it opens nothing, even if it looks like a credential."""
    return not _DOUBLES.isdisjoint(singular(name))


def _is_called_made_up(name: str) -> bool:
    return not MADE_UP.isdisjoint(singular(name))


def is_sent_elsewhere(place: Place) -> bool:
    """Whether a client is given another server than its vendor's, whose keys may be any."""
    return any(name == "base_url" for name, _ in place.neighbours)


def is_key_of_nothing(source: Source, literal: Literal) -> bool:
    """Whether a token is taken apart with this key, but not verified: `options={"verify_signature": False}`."""
    call = next((node for node in _expressions_above(source, literal) if isinstance(node, cst.Call)), None)
    if call is None or not isinstance(call.func, cst.Attribute) or call.func.attr.value != "decode":
        return False
    return any(_turns_off(source, arg) for arg in call.args if arg.keyword)


def _turns_off(source: Source, arg: cst.Arg) -> bool:
    keyword = arg.keyword.value if arg.keyword else ""
    if keyword == "options" and isinstance(arg.value, cst.Dict):
        entries = (each for each in arg.value.elements if isinstance(each, cst.DictElement))
        return any(
            source.constant(each.key) == "verify_signature" and source.constant(each.value) is False for each in entries
        )
    return keyword == "verify" and source.constant(arg.value) is False


def is_key_into_a_mapping(source: Source, literal: Literal, place: Place) -> bool:
    """Whether a name holds what something is looked up by, such as a cookie's name: `cookies[COOKIE_KEY]`."""
    target = place.target
    if target is None or is_strong(literal.text) or is_random(literal.text):
        return False
    scope = source.scope(target)
    uses = source.uses(scope.visible(target.value) or scope, target.value)
    return any(isinstance(source.parent(use), cst.Index) for use in uses)


def is_check_for_a_default(source: Source, literal: Literal, place: Place) -> bool:
    """Whether a setting is asked if it still is a default that is known to all."""
    comparison = next((node for node in _expressions_above(source, literal) if isinstance(node, cst.Comparison)), None)
    if comparison is None:
        return _is_asked_for_later(source, literal)
    sides = (comparison.left, *(target.comparator for target in comparison.comparisons))
    if all(literal.text in _outcomes(source, side) for side in sides):
        return True
    if place.shape not in COMPARED:
        return False
    if "default" in segments(place.names[0]) or any(_is_setting(source, side) for side in sides):
        return True
    return _warns(source, comparison) or _refuses(source, comparison)


def is_one_of_weak_choices(source: Source, literal: Literal, place: Place) -> bool:
    """Whether a password is looked for among some that everybody would guess, so as to refuse it."""
    comparison = next((node for node in _expressions_above(source, literal) if isinstance(node, cst.Comparison)), None)
    if comparison is None or place.shape is not Shape.CHOICE:
        return False
    texts = _outcomes(source, comparison.comparisons[0].comparator)
    return len(texts) > 1 and 2 * sum(text is not None and _is_guessed(text) for text in texts) >= len(texts)


def _is_guessed(text: str) -> bool:
    letters = plain(text)
    return letters in WEAK_PASSWORDS or letters in VOCABULARY or (text.isdigit() and all(steps(text)))


def _warns(source: Source, comparison: cst.Comparison) -> bool:
    """Whether all that follows from a comparison is that somebody hears how weak the password is."""
    branch = source.parent(comparison)
    block = branch.body if isinstance(branch, cst.If) and branch.test is comparison else None
    texts = (each for each in descend(block) if isinstance(each, cst.SimpleString)) if block else ()
    return any(not _WEAK.isdisjoint(segments(text_of(source, text) or "")) for text in texts)


def _refuses(source: Source, comparison: cst.Comparison) -> bool:
    """Whether the value is what must not be: `if key == "change-me": raise …`."""
    branch = source.parent(comparison)
    if not isinstance(branch, cst.If) or not isinstance(comparison.comparisons[0].operator, cst.Equal):
        return False
    last = branch.body.body[-1]
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    return branch.test is comparison and isinstance(small, cst.Raise)


def _is_asked_for_later(source: Source, literal: Literal) -> bool:
    """Whether a name gets the text as the default of a lookup, and is compared with the same text then."""
    lookup = next((node for node in _expressions_above(source, literal) if isinstance(node, cst.Call)), None)
    assigned = source.parent(lookup) if lookup is not None else None
    target = assigned.targets[0].target if isinstance(assigned, cst.Assign) else None
    if not isinstance(target, cst.Name):
        return False
    scope = source.scope(target)
    places = (source.parent(use) for use in source.uses(scope.visible(target.value) or scope, target.value))
    compared = (place for place in places if isinstance(place, cst.Comparison))
    return any(literal.text in _outcomes(source, side.comparator) for each in compared for side in each.comparisons)


def _outcomes(source: Source, side: cst.BaseExpression) -> set[str | None]:
    """Return the texts that one side of a comparison may come to: its own, those it lists, the default of a lookup."""
    if isinstance(side, cst.Name) and isinstance(value := source.value(side), cst.Call):
        side = value
    if isinstance(side, cst.Call):
        return {text_of(source, arg.value) for arg in side.args[1:]}
    if isinstance(side, (cst.Tuple, cst.List, cst.Set)):
        return {text_of(source, element.value) for element in side.elements}
    return {text_of(source, side)}


def _is_setting(source: Source, side: cst.BaseExpression) -> bool:
    """Whether an expression reads a setting of the program: `self.settings.password`, or a name that holds it."""
    value = source.value(side) if isinstance(side, cst.Name) else side
    holders = spelled(value)[1:] if value is not None else ()
    return any(name.strip("_").lower() in CONFIGURATIONS for name in holders)


def _expressions_above(source: Source, literal: Literal) -> Iterator[cst.CSTNode]:
    for above in source.ancestors(literal.node):
        if isinstance(above, cst.BaseStatement):
            return
        yield above
