"""An exception that is caught and thrown away.

**Why it is dangerous.** `except Exception: pass` hides whatever went wrong: an attack that probes the code, a
disk that is full, a typo. Nothing is raised and nothing is logged, so nobody learns of it, and the program
goes on with data that it does not have (CWE-703).

**What the fix does.** The `pass` becomes a log call with the traceback, in the idiom of the file: the logger that
is in scope there (a module's, a class's, loguru's, structlog's, Flask's), `logging.…` where the file logs
like that, or else a module logger made with `logging.getLogger(__name__)`. The message names the function and the
arguments worth naming, never one that may hold a secret. Where real work failed, it is loud:
`logger.exception(…)`. Best-effort cleanup, probes that something else follows, and what is done in passing speak
at debug level with `exc_info=True`. `continue` stays; where falling off the end meant `None`, `return None` says
so. `with suppress(Exception):` becomes a try statement that logs, unless all that it suppresses would be quiet:
then it is harmless, as somebody meant it. The setting `except.level` names one level for all; `except.narrow` turns
a bare `except:` into `except Exception:`; `except.typed` finds handlers of narrower types as well.

**When it asks for review.** In a loop, as the log may grow; where a bare `except:` around `yield` or `await` also
sees generators closed and tasks cancelled; where `except.narrow` changes what is caught. Anywhere else the edit
is safe.

**What it leaves alone.** Handlers and suppressors of specific types, guards of optional imports, `__del__`,
finalizers, functions registered with atexit or as signal handlers, or called between fork and exec, parts of the log
and of the streams that it may be written to, modules that implement logging, failures that a test expects. Functions
that are compiled or run elsewhere, as numba's and those of Kubeflow components, cannot use a logger of their module:
advice. There is advice as well where a suppressor stands beside other context managers, or is entered elsewhere.

**References.** CWE-703, https://docs.python.org/3/library/logging.html#logging.Logger.exception, Bandit B110 and
B112, Ruff S110 and S112.
"""

from amends.codemod import Codemod, Option, Place, Trigger, choice, flag

LEVEL = Option(
    "except.level",
    "auto",
    choice("auto", "exception", "critical", "error", "warning", "info", "debug"),
    "the level at which swallowed exceptions are logged; auto is loud for failed work and debug for cleanup and probes",
)
NARROW = Option("except.narrow", default=False, parse=flag, help="whether a bare except: becomes except Exception:")
TYPED = Option("except.typed", default=False, parse=flag, help="whether handlers of narrower types are found as well")

# A header up to its colon, unless a colon may stand inside it, and a body that begins with nothing to do.
_HANDLER = rb"except\b\*?[ \t]*%b(?:[^:\[{#\n(]|\([^:\[{#)]*\))*(?:[\[{]|\([^:)]*[\[{#]|:%b)"
_BROAD = rb"(?=:|[^:]*\b(?:Base)?Exception\b)"
_IDLE = rb"(?:[\s\\]|#[^\n]*\n)*(?:pass\b|continue\b|\(*(?:\.\.\.|[A-Za-z]{0,2}[\"']))"

CODEMOD = Codemod(
    __name__,
    title="an exception caught and thrown away",
    cwe=703,
    codes=("B110", "B112", "S110", "S112"),
    triggers=(
        Trigger((b"except",), _HANDLER % (_BROAD, _IDLE), Place.CODE),
        Trigger((b"except",), _HANDLER % (b"", _IDLE), Place.CODE, TYPED),
        *(
            Trigger((word,), rb"=\s*(?:Base)?Exception[ \t]*(?:[#;\r\n]|\Z)", Place.CODE)
            for word in (b"= exception", b"=exception", b"= baseexception", b"=baseexception")
        ),
        Trigger((b"suppress",), rb"suppress(?:\s*\([^)]*\b(?:Base)?Exception\b|\s+as\b)", Place.CODE),
        Trigger((b".suppress",), rb"\.suppress[ \t]*(?:[#;\r\n]|\Z)", Place.CODE),
        Trigger((b"builtins",), rb"builtins\s*(?:as\b|import\b[^\n]*(?:Exception|\())", Place.CODE),
    ),
    options=(LEVEL, NARROW, TYPED),
    clues=(
        rb"(?i)\b_?log(?:ger|ging)?\b|getlogger|structlog|loguru|atexit|signal|finalize|weakref|preexec_fn|dup2"
        rb"|sys\.std(?:out|err)\s*=|def (?:write|writelines|flush|isatty)\b"
    ),
)
