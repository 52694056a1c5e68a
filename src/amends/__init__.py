"""amends fixes insecure Python: it finds eight antipatterns and rewrites them in place."""

__version__ = "0.1.0"
