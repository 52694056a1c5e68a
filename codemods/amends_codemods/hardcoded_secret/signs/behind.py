"""The words behind the noun of a name: whose the secret is (`TOKEN_DISCORD`), or what else is meant (`TOKEN_URL`)."""

from __future__ import annotations

from collections.abc import Sequence

# Services, roles and places, of which a secret may be.
_OWNERS = frozenset({
    "openai", "anthropic", "claude", "gpt", "chatgpt", "gemini", "mistral", "cohere", "groq", "deepseek", "huggingface",
    "hf", "replicate", "pinecone", "perplexity", "llm", "elevenlabs", "deepgram", "assemblyai", "langsmith", "serpapi",
    "aws", "azure", "gcp", "google", "firebase", "heroku", "digitalocean", "cloudflare", "vercel", "linode", "aliyun",
    "alibaba", "tencent", "huawei", "ibm", "github", "gitlab", "gitea", "bitbucket", "jira", "confluence", "jenkins",
    "docker", "dockerhub", "npm", "pypi", "sentry", "sonar", "grafana", "vault", "discord", "telegram", "tg", "slack",
    "twitter", "facebook", "fb", "instagram", "ig", "whatsapp", "linkedin", "reddit", "youtube", "twitch", "spotify",
    "tiktok", "vk", "zoom", "mattermost", "notion", "airtable", "shopify", "dropbox", "trello", "asana", "hubspot",
    "salesforce", "zendesk", "wordpress", "wp", "odoo", "gmail", "smtp", "imap", "outlook", "sendgrid", "mailgun",
    "mailchimp", "twilio", "stripe", "paypal", "razorpay", "plaid", "binance", "bybit", "coinbase", "kraken", "algolia",
    "rapidapi", "openweather", "openweathermap", "weather", "maps", "mapbox", "newsapi", "alphavantage", "polygon",
    "db", "database", "mysql", "mariadb", "postgres", "postgresql", "pg", "psql", "mongo", "mongodb", "redis", "sql",
    "mssql", "sqlserver", "oracle", "elastic", "elasticsearch", "clickhouse", "influx", "influxdb", "neo4j",
    "cassandra", "snowflake", "rabbitmq", "rabbit", "kafka", "mqtt", "ldap", "ftp", "sftp", "ssh", "sudo", "vpn",
    "wifi", "wlan", "router", "admin", "administrator", "root", "superuser", "su", "guest", "bot", "app", "api", "web",
    "webhook", "flask", "django", "fastapi", "jwt", "stage", "qa", "uat", "preprod", "for", "of", "my",
})  # fmt: skip

# What makes of the noun the name of something else: a place, a form, a time, a number, a part of a program.
_OTHER_THINGS = frozenset({
    "url", "uri", "link", "endpoint", "path", "file", "filename", "dir", "directory", "folder", "location", "address",
    "host", "hostname", "port", "domain", "region", "zone", "tenant", "realm", "namespace", "bucket", "topic",
    "name", "id", "uuid", "guid", "arn", "ref", "reference", "type", "kind", "class", "cls", "category", "field",
    "column", "col", "table", "label", "title", "caption", "placeholder", "hint", "help", "description", "desc", "doc",
    "docs", "message", "msg", "prompt", "question", "error", "err", "exception", "warning", "info", "status", "state",
    "flag", "enabled", "disabled", "required", "optional", "valid", "invalid", "validity", "verified", "active",
    "expiry", "expire", "expires", "expired", "expiration", "exp", "ttl", "lifetime", "age", "timeout", "time",
    "timestamp", "date", "day", "hour", "minute", "second", "duration", "interval", "period", "issued", "created",
    "updated", "changed", "modified", "used", "rotated", "length", "len", "size", "min", "max", "minimum", "maximum",
    "count", "counter", "number", "num", "nb", "total", "limit", "rate", "cost", "price", "usage", "budget", "quota",
    "balance", "amount", "supply", "decimals", "contract", "mint", "program", "index", "idx", "offset", "position",
    "pos", "start", "end", "begin", "stop", "left", "right", "regex", "regexp", "pattern", "re", "format", "fmt",
    "template", "tmpl", "schema", "policy", "rule", "strength", "score", "complexity", "entropy", "level", "mode",
    "method", "strategy", "scheme", "protocol", "algorithm", "algo", "alg", "cipher", "encoding", "charset",
    "alphabet", "chars", "char", "character", "digit", "symbol", "version", "ver", "revision", "prefix", "suffix",
    "delimiter", "separator", "sep", "header", "cookie", "param", "params", "parameter", "arg", "argument", "option",
    "setting", "config", "configuration", "var", "variable", "envvar", "envar", "attr", "attribute", "property",
    "selector", "xpath", "css", "locator", "element", "elem", "input", "box", "textbox", "button", "btn", "widget",
    "form", "view", "page", "screen", "dialog", "window", "icon", "color", "colour", "style", "action", "command",
    "cmd", "event", "signal", "handler", "callback", "hook", "func", "function", "manager", "store", "storage",
    "backend", "provider", "source", "factory", "builder", "generator", "validator", "checker", "parser", "lexer",
    "tokenizer", "serializer", "encoder", "decoder", "hasher", "resolver", "loader", "reader", "writer", "getter",
    "setter", "helper", "cache", "pool", "queue", "stream", "channel", "group", "scope", "permission", "audience",
    "aud", "issuer", "iss", "subject", "claim", "resource", "grant", "response", "request", "result", "body",
    "content", "meta", "metadata", "object", "obj", "entity", "model", "list", "dict", "map", "mapping", "set", "array",
    "node", "span", "range", "line", "row", "word", "literal", "constant", "expr", "op", "operator", "keyword",
    "builtin", "comment", "ratio", "percent", "threshold", "prob", "embedding", "mask", "dim", "loss", "weight",
    "vocab", "by", "with", "from", "per", "and", "or", "is", "not", "exists", "missing", "found", "match", "mismatch",
    "reset", "recovery", "forgot", "rotation", "revoked", "salt", "hash", "auth",
})  # fmt: skip


def means_another_thing(words: Sequence[str]) -> bool:
    """Whether words behind a noun make of it the name of something else: `url` of a token, `length` of a password."""
    return any(word in _OTHER_THINGS or word.removesuffix("s") in _OTHER_THINGS for word in words)


def are_owners(words: Sequence[str], neutral: frozenset[str] = frozenset()) -> bool:
    """Whether words say no more than whose a secret is, some in two parts: `open`, `ai`; others are `neutral`."""
    if not words:
        return True
    if words[0] in _OWNERS or words[0] in neutral or words[0].isdigit():
        return are_owners(words[1:], neutral)
    return "".join(words[:2]) in _OWNERS and are_owners(words[2:], neutral)
