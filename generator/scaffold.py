"""A new site is a handful of plain files, none of which is there already."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from generator.errors import Problem, Problems

_SITE = """\
title = "The Example Herald"
description = "What this archive is about, in a sentence."
base_url = "https://news.example/"    # where the site will stand
timezone = "Asia/Taipei"
page_size = 50                        # articles on a page of a listing

[zh-Hant]
title = "範例日報"
description = "用一句話介紹這個新聞庫。"
"""

_ARTICLE = """\
---
title: "The First Article"
date: {day}
topics: [Getting started]
zh-Hant:
  title: 第一篇報導
  summary: 這是一篇範例報導，說明一篇報導的檔案裡有什麼。改寫它，或刪掉它。
---

This file is `content/{path}.md`. Its head names the title, the date and the topics, in English and
in Traditional Chinese; what follows is the article, in Markdown. Change it, or delete it.

## What comes next

1. Write another article beside this one. Its file's name becomes its address.
2. Build the site again, and look at it.

> **Takeaway:** One article is one file, and its Chinese text, when there is one, is another.
"""

_TRANSLATION = """\
這個檔案是 `content/{path}.zh-Hant.md`，也就是這篇報導的中文全文。檔頭寫在英文檔案裡，這裡只有正文。

## 接下來

1. 在旁邊再寫一篇報導，檔名就是網址。
2. 重新建置網站，看看結果。

> **重點：**一篇報導是一個檔案，有中文全文時，就再多一個檔案。
"""

_IGNORED = "/public/\n/.public.new/\n/.cache/\n"


def new_site(folder: Path, today: date) -> tuple[str, ...]:
    """Make a site in `folder`, with one article of `today`; returns the paths of its files.

    Raises `Problems`, and makes nothing, where `folder` holds one of them or cannot be written.
    """
    story = f"{today:%Y/%m}/the-first-article"
    files = {
        ".gitignore": _IGNORED,
        "site.toml": _SITE,
        f"content/{story}.md": _ARTICLE.format(day=today.isoformat(), path=story),
        f"content/{story}.zh-Hant.md": _TRANSLATION.format(path=story),
    }
    there = [path for path in files if os.path.lexists(folder / path)]
    if there:
        remedy = "name a folder that is new or empty"
        raise Problems(
            [Problem(str(folder / path), 1, "it is there already", remedy) for path in there]
        )
    for path, text in files.items():
        try:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        except OSError as error:
            what = f"it cannot be written: {error.strerror}"
            raise Problems([Problem(str(folder / path), 1, what, "name another folder")]) from None
    return tuple(files)
