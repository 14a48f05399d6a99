"""Built sites, page by page, and the files of one in which everything is unusual."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import msgspec

from generator.build import build
from generator.config import Project, load_project
from generator.executor import serial
from generator.store import Store
from generator.theme import THEME

HOSTILE = '<script>alert("1")</script> & it\'s </title> \'<b>"'
LONG = "A title of two hundred characters, " + "which goes on and on, " * 8
UNBREAKABLE = "Incomprehensibilities" * 10
TOPICS = [f"Topic number {number}" for number in range(1, 31)]

SITE = """\
title = "The Odd & the <Curious>"
description = "Everything here is unusual, and “quoted” in 中文."
base_url = "https://x.example/news/"
page_size = 2

[zh-Hant]
title = "奇聞<異>報"
"""

ARTICLES = {
    "2026/04/thirty-topics.md": f"""\
---
title: Thirty Topics
date: 2026-04-30T23:59+08:00
updated: 2026-05-02
topics: {TOPICS}
authors: [王小明, "O'Brien & Sons"]
aliases: [/old/thirty.html]
queries: [topics that 視窗 holds, wide table]
image: {{src: /picture.png, alt: 'A "quoted" picture'}}
corrections:
  - date: 2026-05-01
    text: It said 視窗 where 窗口 was meant.
faq:
  - question: Is that many?
    answer: Yes, thirty are 太多.
zh-Hant:
  title: 三十個主題
  summary: 一篇報導有三十個主題。
---

## A wide table

| {" | ".join(f"Column {number}" for number in range(12))} |
| {" | ".join(["---:", ":-:", "---"] * 4)} |
| {" | ".join(["1,234,567", "middle", "some words"] * 4)} |

## Long lines

```python
{"x = " + " + ".join(f"some_quite_long_name_{number}" for number in range(30))}
```

https://unbreakable.example/{"a" * 300}

<https://unbreakable.example/{"b" * 300}>

`{"code" * 60}`

## Lists in lists

1. One
   - Two
     1. Three
        - Four with **視窗** and [a link](/2026/04/long-title/)
          > and a quotation
""",
    "2026/04/thirty-topics.zh-Hant.md": """\
## 寬表格

| 項目 | 說明 | 備註 | 數量 | 單位 | 來源 |
| --- | --- | --- | ---: | --- | --- |
| 價格 | 每百萬個token的價格，以美元計 | 三家都不同 | 1,048,576 | 美元 | 官方網站 |

## 長網址

見[另一篇](/2026/04/long-title/)與 https://unbreakable.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

## 結語

完。
""",
    "2026/04/long-title.md": f"""\
---
title: "{LONG}"
date: 2026-04-30
topics: [Topic number 1]
---

No summary here, and no Chinese.
""",
    "2026/04/unbreakable.md": f"""\
---
title: {UNBREAKABLE}
date: 2026-04-12
summary: {UNBREAKABLE}
topics: [{UNBREAKABLE}]
zh-Hant: {{title: {"字" * 200}, summary: {"字" * 400}}}
---

{UNBREAKABLE}
""",
    "2026/04/one-word.md": """\
---
title: Yes
date: 2026-04
---

Yes.
""",
    "2026/04/hostile.md": f"""\
---
title: {json.dumps(HOSTILE)}
date: 2026-04-11
summary: '"><img src=x onerror=alert(2)>'
topics: ['<i>italic</i>', "Topic number 1"]
authors: ['<u>name</u>']
queries: ['"><script>alert(3)</script> link']
zh-Hant:
  title: '<script>alert("四")</script>與"引號"'
  summary: '"><img src=x onerror=alert(5)>中文'
---

<script>alert(6)</script>

A [link](javascript:alert%287%29) and ![a picture](data:image/svg+xml;base64,AAAA).

onclick="alert(8)"
""",
    "2026/04/right-to-left.md": """\
---
title: "\\u202Eright to left\\u202C and \\u200Fmarked\\u200E"
date: 2026-04-10
zh-Hant: {title: "\\u202E由右\\u202C至左"}
---

\u202eIn the body\u202c too.
""",
    "2026/04/chinese-in-english.md": """\
---
title: Why 視窗 Is Not a 窗口
date: 2026-04-09
summary: On the word 視窗。
topics: [編輯部]
---

The word 視窗, in `code 視窗` too.

## A heading on 視窗

One.

## Another, 二

Two.

## A third

Three.
""",
    "2024/12/long-ago.md": """\
---
title: Long Ago
date: 2024-12-31
topics: [Topic number 1]
---

An old story.
""",
}


class Page(NamedTuple):
    """One HTML file of a site: its path in the output folder, and its tree."""

    path: str
    tree: Element

    @property
    def language(self) -> str:
        return "zh-Hant-TW" if self.path.startswith("zh-Hant/") else "en"

    @property
    def is_redirect(self) -> bool:
        return self.find("meta[@http-equiv='refresh']") is not None

    @property
    def is_article(self) -> bool:
        return self.find("article") is not None

    def find(self, path: str) -> Element | None:
        return self.tree.find(f".//{path}")

    def all(self, path: str) -> list[Element]:
        return self.tree.findall(f".//{path}")

    def the(self, path: str) -> Element:
        found = self.all(path)
        assert len(found) == 1, f"{self.path} has {len(found)} {path}"
        return found[0]

    @property
    def canonical(self) -> str:
        return self.the("link[@rel='canonical']").attrib["href"]

    @property
    def alternates(self) -> dict[str, str]:
        links = self.all("link[@rel='alternate'][@hreflang]")
        return {link.attrib["hreflang"]: link.attrib["href"] for link in links}


class Website:
    """A site as it is served: its files and, parsed, its pages."""

    def __init__(self, project: Project) -> None:
        self.folder = project.output
        self.settings = project.settings
        self.files = {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file()
        }

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its path, parsed as a browser does it; a page with an error fails."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        return {
            path: Page(path, parser.parse((self.folder / path).read_text(encoding="utf-8")))
            for path in sorted(self.files)
            if path.endswith(".html")
        }

    @property
    def prefix(self) -> str:
        return urlsplit(self.settings.base_url).path

    def address(self, path: str) -> str:
        """The whole URL of an output file."""
        shown = path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
        return self.settings.base_url + quote(shown, safe="/~")

    def target(self, page: Page, link: str) -> tuple[str, str] | None:
        """The output path and the fragment that a link on a page leads to; None if elsewhere."""
        parts = urlsplit(urljoin(self.address(page.path), link))
        base = urlsplit(self.settings.base_url)
        if (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
            return None
        inside = unquote(parts.path).removeprefix(base.path)
        path = f"{inside}index.html" if not inside or inside.endswith("/") else inside
        return path, unquote(parts.fragment)

    def kinds(self) -> dict[tuple[str, str], str]:
        """The largest page of each kind in each edition: the edition and the kind, and the path."""
        by_size = sorted(self.pages, key=lambda path: (self.folder / path).stat().st_size)
        return {(self.pages[path].language, self._kind(self.pages[path])): path for path in by_size}

    def _kind(self, page: Page) -> str:
        parts = page.path.removeprefix("zh-Hant/").split("/")
        if page.is_redirect:
            return "redirect"
        if page.is_article:
            return "full text" if parts[-2] == "full" else "article"
        first, depth = parts[0], len(parts) - 1
        if first == "topics":
            return {1: "topics", 2: "topic", 4: "numbered page of a topic"}[depth]
        if first.isdigit():
            return {1: "year", 2: "month", 4: "numbered page of a month"}[depth]
        names = {"index.html": "home", "404.html": "not found"}
        return names.get(first, first)  # archive, search


def built_website(root: Path, output: Path, cache: Path) -> Website:
    """The site in the folder `root`, built into `output`."""
    project = msgspec.structs.replace(load_project(root, THEME), output=output)
    with Store(cache) as store, serial() as workers:
        build(project, store, workers, lambda *_: None)
    return Website(project)


def write_odd_site(root: Path) -> None:
    """The files of a site of edge cases, which stands below a path of its host."""
    files = {"site.toml": SITE, "static/picture.png": ""}
    files |= {f"content/{path}": text for path, text in ARTICLES.items()}
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
