"""What loggers are called, what makes one, and how each kind is told of an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LOGGER_NAMES: Final = ("logger", "log", "LOG", "LOGGER", "_logger", "_log", "_LOG", "_LOGGER", "__logger", "__log")
LEVELS: Final = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of logger is told of an exception.

    All but a few are told loudly by `.exception(…)`. `quiet` is the method that logs at some level, `trace` the
    argument that adds the traceback there. Arguments stand at the message's placeholders, or are keywords.
    """

    loud: str = "exception"
    quiet: str = "{level}"
    trace: str = "exc_info=True"
    placeholder: str = "%s"
    takes_keywords: bool = False


STDLIB: Final = Dialect()
LOGURU: Final = Dialect(quiet="opt(exception=True).{level}", trace="", placeholder="{}")
STRUCTLOG: Final = Dialect(takes_keywords=True)
PWNTOOLS: Final = Dialect(loud="warning")  # where exception and error raise, and critical is for the end of it all

FACTORIES: Final = {
    "logging.getLogger()": STDLIB,
    "logging.getLogger().getChild()": STDLIB,
    "logging.LoggerAdapter()": STDLIB,
    "multiprocessing.get_logger()": STDLIB,
    "multiprocessing.log_to_stderr()": STDLIB,
    "oslo_log.log.getLogger()": STDLIB,
    "celery.utils.log.get_task_logger()": STDLIB,
    "celery.utils.log.get_logger()": STDLIB,
    "absl.logging.get_absl_logger()": STDLIB,
    "airflow.utils.log.logging_mixin.LoggingMixin().log": STDLIB,
    "transformers.utils.logging.get_logger()": STDLIB,
    "prefect.get_run_logger()": STDLIB,
    "prefect.logging.get_run_logger()": STDLIB,
    "prefect.logging.get_logger()": STDLIB,
    "ray.logger": STDLIB,
    "aws_lambda_powertools.Logger()": STDLIB,
    "pwnlib.log.getLogger()": PWNTOOLS,
    "loguru.logger": LOGURU,
    "loguru.logger.bind()": LOGURU,
    "structlog.get_logger()": STRUCTLOG,
    "structlog.getLogger()": STRUCTLOG,
    "structlog.stdlib.get_logger()": STRUCTLOG,
    "structlog.get_logger().bind()": STRUCTLOG,
}
"""What makes a logger, by the qualified name of the expression ("()" is a call)."""

TYPES: Final = {
    "logging.Logger": STDLIB,
    "logging.LoggerAdapter": STDLIB,
    "loguru.Logger": LOGURU,
    "structlog.BoundLogger": STRUCTLOG,
    "structlog.stdlib.BoundLogger": STRUCTLOG,
}
"""What the annotation of a parameter says about a logger."""

MODULES: Final = {"logging": STDLIB, "absl.logging": STDLIB}
"""Modules whose functions log without any logger."""
