"""Answers a question about a file once, however often it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Subject(Protocol):
    """What questions are asked about; `facts` holds the answers, and goes with it."""

    @property
    def facts(self) -> dict[object, object]:
        """The answers by question and arguments."""
        ...


About = TypeVar("About", bound=Subject)


def remembered(question: Callable[Concatenate[About, Asked], Answer]) -> Callable[Concatenate[About, Asked], Answer]:
    """Let a question about a subject be answered once for the same arguments, which have to be hashable."""

    def answer(about: About, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        key = (question, args, *kwargs.items())
        if key not in about.facts:
            about.facts[key] = question(about, *args, **kwargs)
        return cast("Answer", about.facts[key])

    return answer
