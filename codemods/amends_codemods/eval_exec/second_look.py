"""What is asked of a file's code on its second look: whether all of it may tell of the text of an eval."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from amends.text.code import Code

_NAME = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_WRITES = re.compile(rb"\.write(?:lines|_text)?\b|\bfile[ \t]*=")
_GLUED = re.compile(rb"""(['"])(?:\w+\.)+[A-Za-z]\w*(?:\{|%|\1[ \t]*\+)""")
_NAMED = re.compile(rb"\bimport\b([^\n;]*)")


def is_told_by_all(code: Code) -> bool:
    """Whether a name is imported that nothing speaks of, a text is written that may be read, or an attribute glued."""
    if b"*" in code.imports or _WRITES.search(code.text) or _GLUED.search(code.text):
        return True
    count = Counter(_NAME.findall(code.text))
    count.subtract(_NAME.findall(code.imports))
    return any(count[name] <= 0 for name in _bound(code.imports))


def _bound(imports: bytes) -> Iterator[bytes]:
    for named in _NAMED.findall(imports):
        for words in map(_NAME.findall, named.split(b",")):
            yield from words[-1:] if b"as" in words else words[:1]
