"""Whether a thrown away exception was a failure or a way of asking: the signs of the latter, and what they weigh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from amends.source import Source
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.weighing import attempts, deeds, excuses, optional, signs, trifles

_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """Something about a try statement that speaks for logging quietly (or, if it weighs less than 0, loudly)."""

    weight: int
    says: str
    shows: Callable[[Source, Swallowed], bool]


def reason_to_be_quiet(source: Source, swallowed: Swallowed) -> str | None:
    """Return why a debug message will do; None where a failure is to be told aloud."""
    found = [sign for sign in _SIGNS if sign.shows(source, swallowed)]
    if sum(sign.weight for sign in found) < _ENOUGH:
        return None
    return max(found, key=lambda sign: sign.weight).says


_SIGNS: Final = (
    Sign(4, "this is cleanup, made as well as can be", deeds.cleans_up),
    Sign(1, "something is removed that may be gone", deeds.removes),
    Sign(2, "something is removed that is made anew right after", deeds.makes_room),
    Sign(3, "this is cleanup, made as well as can be", signs.in_finally),
    Sign(3, "a task is waited for that was told to end", deeds.waits_for_the_end),
    Sign(3, "another exception is being handled", signs.in_handler),
    Sign(-2, "it is the last attempt", attempts.is_second),
    Sign(3, "one that succeeds is enough", attempts.fails_if_none_succeeds),
    Sign(4, "a flag tells whether it could be done", attempts.says_by_flag),
    Sign(3, "a test goes on", attempts.in_test),
    Sign(3, "another exception is being handled", signs.function_handles_errors),
    Sign(3, "this is cleanup, made as well as can be", signs.in_teardown),
    Sign(4, "something else is tried or returned instead", signs.answers_inside),
    Sign(3, "the first of several that succeeds is taken", signs.takes_first),
    Sign(-2, "nothing is returned instead", signs.nothing_but_none_follows),
    Sign(3, "a default stands for what is missing", signs.has_default),
    Sign(-1, "nothing stands for what is missing", signs.default_is_nothing),
    Sign(-4, "what follows needs it", signs.lacks_value),
    Sign(2, "what is missing is looked for right after", signs.asked_after),
    Sign(2, "another attempt follows", signs.next_attempt),
    Sign(2, "something else is offered the same", signs.offers_elsewhere),
    Sign(2, "it is the last of several attempts", signs.last_attempt),
    Sign(3, "it is tried again until it succeeds", signs.tries_until),
    Sign(2, "candidates are tried", signs.goes_through_candidates),
    Sign(2, "it is one of many, each told if it can be", signs.one_of_many),
    Sign(3, "this is a probe", deeds.only_asks),
    Sign(4, "not every Python has this name", deeds.names_only),
    Sign(3, "this is a question whose answer may be no", deeds.only_decides),
    Sign(3, "this is a question whose answer may be no", deeds.tries_out),
    Sign(3, "this may be left out on the command line", deeds.reads_arguments),
    Sign(4, "what is waited for may not have come yet", deeds.waits_in_a_loop),
    Sign(-2, "a record is lost", deeds.decodes_records),
    Sign(-1, "a record is lost", attempts.loses_record),
    Sign(2, "this is a probe of what is installed", optional.imports),
    Sign(4, "this is a probe of what is installed", optional.imports_by_name),
    Sign(2, "what follows on success stands in an else", signs.has_else),
    Sign(3, "the comment says that nothing depends on it", excuses.dismissed),
    Sign(3, "the comment says that this is expected", excuses.excused),
    Sign(1, "the comment says that this is fine", excuses.half_excused),
    Sign(3, "the comment says why nothing is done", excuses.explained),
    Sign(2, "the docstring says that there may be none", excuses.announced),
    Sign(2, "the comment says that it is only tried", excuses.attempted),
    Sign(4, "what is tried is meant to fail", signs.means_to_fail),
    Sign(2, "this is a question whose answer may be no", signs.function_asks),
    Sign(3, "it is to find out what there is", signs.function_finds_out),
    Sign(3, "failures are to be ignored where it is done", signs.is_asked_to),
    Sign(2, "the function is there to let no failure out", signs.function_suppresses),
    Sign(3, "not every system has this setting", trifles.tunes),
    Sign(3, "this is only about how something looks", trifles.is_about_looks),
    Sign(3, "this is only about how something looks", trifles.only_shows),
    Sign(2, "this is only about how something looks", trifles.function_shows),
    Sign(3, "what is on a screen may not be shown", trifles.touches_widgets),
    Sign(3, "not every system has this setting", trifles.sets_constants),
    Sign(3, "a database does without this setting", trifles.tunes_database),
    Sign(3, "this may have been done by an earlier run", trifles.changes_schema),
    Sign(3, "what is there stands as it is", trifles.refines),
    Sign(3, "it is only kept for the next time", trifles.only_caches),
    Sign(4, "it is only kept for the next time", trifles.writes_cache),
    Sign(4, "it only tells what something is called", trifles.describes),
    Sign(2, "this is only a report", trifles.only_reports),
    Sign(2, "it is done only where it can be", trifles.looks_before),
    Sign(3, "not every stream goes back", trifles.goes_back),
    Sign(2, "a folder may be there already", trifles.makes_folders),
    Sign(2, "what is clicked away may not be there", trifles.clears_the_way),
    Sign(2, "a process may end at any time", trifles.is_about_processes),
    Sign(3, "nothing depends on it", trifles.side_show),
    Sign(3, "the generator may just have been closed early", signs.is_closed_early),
    Sign(-1, "work was done here", deeds.works),
    Sign(2, "nothing that it does looks like work of its own", signs.is_on_purpose),
)
