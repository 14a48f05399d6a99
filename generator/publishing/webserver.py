"""A web server is told to serve what is live, and what of it a browser may keep for ever."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from generator.publishing.newsroom import Settings
from generator.templates.frame import POLICY

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
"""What every answer has."""

FOR_EVER = "public, max-age=31536000, immutable"
"""What is below `assets/` is named by a digest, so it never changes; and the files that a search
asks for with `?v=` say which version is wanted, so that another has another address."""

ASKED_EACH_TIME = "no-cache"
"""A page may be kept, and is asked for anew each time; the answer is short if it is the same."""

_TEXTS = (
    "text/css text/plain text/xml text/javascript application/javascript application/json "
    "application/xml image/svg+xml"
)

_NGINX = """\
map "$arg_v $uri" ${variable} {{
    "~^[^ ]* /(current|previous)/assets/"  "{for_ever}";
    "~^[0-9a-f]+ {prefix}search/[0-9a-z-]+/[0-9]+[.](bin|json)$"  "{for_ever}";
    default "{each_time}";
}}

server {{
    listen {port};
    listen [::]:{port};
    server_name {host};
    charset utf-8;
    charset_types {texts};
    gzip on;
    gzip_vary on;
    gzip_types {texts};
    add_header Cache-Control ${variable} always;
{headers}

    location {prefix} {{
        alias {site}/current/;
        error_page 404 {prefix}404.html;
    }}
    location {prefix}zh-Hant/ {{
        alias {site}/current/zh-Hant/;
        error_page 404 {prefix}zh-Hant/404.html;
    }}
    # A page of the release before may still ask for its stylesheet.
    location ~ ^{prefix}(?<asset>assets/.+)$ {{
        root {site};
        try_files /current/$asset /previous/$asset =404;
        error_page 404 {prefix}404.html;
    }}
}}
"""

_NGINX_PREVIEWS = """\

server {{
    listen {port};
    listen [::]:{port};
    server_name {host};
    absolute_redirect off;
    charset utf-8;
    charset_types {texts};
    gzip on;
    gzip_vary on;
    gzip_types {texts};
    add_header Cache-Control "{each_time}" always;
    add_header X-Robots-Tag noindex always;
{headers}

    location ~ ^{place}(?<page>/zh-Hant/.*)$ {{
        alias {site}/previews/$preview/current$page;
        error_page 404 {root}/zh-Hant/404.html;
    }}
    location ~ ^{place}(?<page>/.*)$ {{
        alias {site}/previews/$preview/current$page;
        error_page 404 {root}/404.html;
    }}
{redirect}}}
"""

_NGINX_REDIRECT = """\
    location ~ ^{place}$ {{
        return 301 $uri/;
    }}
"""

_CADDY = """\
{host} {{
	encode gzip
{headers}
{strip}	handle /assets/* {{
		root * {site}
		try_files /current{{path}} /previous{{path}}
		header Cache-Control "{for_ever}"
		file_server
	}}
	handle {{
		root * {site}/current
		header ?Cache-Control "{each_time}"
		@version {{
			path_regexp ^/search/[0-9a-z-]+/[0-9]+[.](bin|json)$
			query v=*
			file
		}}
		header @version Cache-Control "{for_ever}"
		file_server
	}}
	handle_errors {{
		root * {site}/current
		header Cache-Control "{each_time}"
		@chinese path {prefix}zh-Hant/*
		rewrite @chinese /zh-Hant/404.html
		@english not path {prefix}zh-Hant/*
		rewrite @english /404.html
		file_server
	}}
}}
"""

_CADDY_PREVIEWS = """\

{host} {{
	encode gzip
{headers}
	header X-Robots-Tag noindex
	header Cache-Control "{each_time}"
	@preview {match}
	handle @preview {{
{strip}		root * {site}/previews/{preview}/current
		file_server
	}}
{redirect}	handle_errors {{
		handle @preview {{
			root * {site}/previews/{preview}/current
			@chinese path_regexp ^{place}/zh-Hant/
			rewrite @chinese /zh-Hant/404.html
			@english not path_regexp ^{place}/zh-Hant/
			rewrite @english /404.html
			file_server
		}}
	}}
}}
"""

_CADDY_REDIRECT = """\
	@bare path_regexp ^{place}$
	redir @bare {{path}}/ 301
"""


def nginx(settings: Settings) -> str:
    """The block of nginx for the site, and for previews if there are any."""
    parts = urlsplit(settings.address)
    headers = "\n".join(
        f'    add_header {name} "{value}" always;' for name, value in HEADERS.items()
    )
    host, port = parts.hostname or "", parts.port or 80
    text = _NGINX.format(
        variable=f"caching_{re.sub(r'[^a-z0-9]', '_', parts.netloc.lower())}",
        prefix=parts.path,
        for_ever=FOR_EVER,
        each_time=ASKED_EACH_TIME,
        host=host,
        port=port,
        texts=_TEXTS,
        headers=headers,
        site=settings.site,
    )
    if not settings.previews:
        return text
    parts = urlsplit(settings.previews)
    host, place = parts.hostname or "", parts.path.rstrip("/")
    root = place.replace("{branch}", "$preview")
    place = place.replace("{branch}", "(?<preview>[a-z0-9-]+)")
    if "{branch}" in host:
        label = re.escape(host).replace(r"\{branch\}", "(?<preview>[a-z0-9-]+)")
        host = f"~^{label}$"
    return text + _NGINX_PREVIEWS.format(
        host=host,
        port=parts.port or 80,
        place=place,
        root=root,
        redirect=_NGINX_REDIRECT.format(place=place) if place else "",
        texts=_TEXTS,
        each_time=ASKED_EACH_TIME,
        headers=headers,
        site=settings.site,
    )


def caddy(settings: Settings) -> str:
    """The same for Caddy, which gets its certificates by itself."""
    parts = urlsplit(settings.address)
    headers = "\n".join(f'\theader {name} "{value}"' for name, value in HEADERS.items())
    prefix = parts.path.rstrip("/")
    text = _CADDY.format(
        host=parts.netloc if parts.scheme == "https" else f"http://{parts.netloc}",
        headers=headers,
        strip=f"\turi strip_prefix {prefix}\n" if prefix else "",
        prefix=parts.path,
        site=settings.site,
        for_ever=FOR_EVER,
        each_time=ASKED_EACH_TIME,
    )
    if not settings.previews:
        return text
    parts = urlsplit(settings.previews)
    folder = parts.path.rstrip("/")
    by_host = "{branch}" in parts.netloc
    place = folder.replace("{branch}", "([a-z0-9-]+)")
    strip = folder.replace("{branch}", "{re.preview.1}")
    return text + _CADDY_PREVIEWS.format(
        host=("" if parts.scheme == "https" else "http://") + parts.netloc.replace("{branch}", "*"),
        headers=headers,
        each_time=ASKED_EACH_TIME,
        match=f"path_regexp preview ^{place}/",
        place=place,
        redirect=_CADDY_REDIRECT.format(place=place) if place else "",
        strip=f"\t\turi strip_prefix {strip}\n" if strip else "",
        site=settings.site,
        preview=_label(parts.hostname or "") if by_host else "{re.preview.1}",
    )


def _label(host: str) -> str:
    """Caddy's word for the part of a host that a star stands for; labels count from the right."""
    labels = host.split(".")[::-1]
    at = next(at for at, label in enumerate(labels) if "{branch}" in label)
    return f"{{labels.{at}}}"


def remote_lines(repository: Path, settings: Settings, user: str) -> tuple[str, str]:
    """The two lines with which an editor begins to publish."""
    host = urlsplit(settings.address).hostname
    return (
        f"git remote add live {user}@{host}:{repository}",
        f"git push live {settings.branch}",
    )
