"""A built site becomes a commit of a branch, and hosts are told what they can be told."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from herald import article
from newsroom import Clone, newsarchive

from generator.publishing.hosts import Measure, warnings


@pytest.fixture
def editor(tmp_path: Path) -> Clone:
    """A clone whose site is built; its remote is a bare repository."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    clone = Clone(tmp_path / "site", remote)
    clone.write(".gitignore", "/public/\n/.cache/\n")
    aliased = article("One").replace("topics:", "aliases: [/news/1.html, /old/one/]\ntopics:")
    clone.write("content/2026/04/one.md", aliased)
    clone.write("content/2026/04/one.zh-Hant.md", "中文。\n")
    clone.commit()
    clone.build()
    return clone


def publish(editor: Clone, *arguments: str, code: int = 0) -> str:
    done = newsarchive("publish", *arguments, "--site", editor.root)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def files(editor: Clone, branch: str) -> dict[str, bytes]:
    names = editor.git("ls-tree", "-r", "--name-only", branch).split("\n")
    return {
        name: subprocess.run(
            ["git", "-C", editor.root, "show", f"{branch}:{name}"], capture_output=True, check=True
        ).stdout
        for name in names
    }


def test_the_branch_has_the_site_and_the_checkout_is_untouched(editor: Clone) -> None:
    editor.write("content/2026/04/draft.md", "not yet")
    editor.git("add", "content/2026/04/draft.md")
    before = [editor.git(*one) for one in (("status", "--porcelain=v2"), ("rev-parse", "HEAD"))]
    index = (editor.root / ".git/index").read_bytes()
    publish(editor, "branch", "gh-pages")
    after = [editor.git(*one) for one in (("status", "--porcelain=v2"), ("rev-parse", "HEAD"))]
    assert after == before
    assert (editor.root / ".git/index").read_bytes() == index
    assert files(editor, "gh-pages") == {**editor.files(), ".nojekyll": b""}


def test_only_changed_files_are_read(editor: Clone) -> None:
    publish(editor, "branch", "gh-pages")
    assert "nothing changed" in publish(editor, "branch", "gh-pages")
    editor.write("content/2026/04/one.md", article("One", body="Other text."))
    changed = len(editor.build().changes.written)
    said = publish(editor, "branch", "gh-pages")
    assert f" {changed} read." in said
    assert editor.git("rev-list", "--count", "gh-pages") == "2"
    assert files(editor, "gh-pages") == {**editor.files(), ".nojekyll": b""}


def test_what_is_gone_goes_but_for_the_host_s_own_files(editor: Clone) -> None:
    editor.git("checkout", "--quiet", "--orphan", "gh-pages")
    editor.git("rm", "-r", "--quiet", "--cached", ".")
    for path in ("CNAME", ".nojekyll", "stale.html"):
        editor.write(path, "herald.example\n")
        editor.git("add", path)
    editor.git("commit", "--quiet", "--message=By hand")
    editor.git("checkout", "--quiet", "--force", "main")
    publish(editor, "branch", "gh-pages")
    kept = dict.fromkeys(("CNAME", ".nojekyll"), b"herald.example\n")
    assert files(editor, "gh-pages") == {**editor.files(), **kept}


def test_a_branch_that_is_checked_out_is_refused(editor: Clone) -> None:
    said = publish(editor, "branch", "main", code=1)
    assert "main is checked out, so its files would no longer be its commit's" in said
    assert "no branch can be called a..b" in publish(editor, "branch", "a..b", code=1)


def test_a_site_that_is_not_built_is_refused(editor: Clone) -> None:
    said = publish(editor, "branch", "gh-pages", "--output", str(editor.root / "other"), code=1)
    assert "no site is there; build it first, with `newsarchive build`" in said


def test_a_push_that_fails_says_why(editor: Clone) -> None:
    said = publish(editor, "branch", "gh-pages", "--push", "nowhere", code=1)
    assert "git ls-remote failed: 'nowhere' does not appear to be a git repository; mend" in said


def test_push_adds_to_what_the_remote_has(editor: Clone, tmp_path: Path) -> None:
    remote = str(editor.remote)
    publish(editor, "branch", "gh-pages", "--push", remote)
    first = editor.git("ls-remote", remote, "gh-pages").split()[0]
    # A machine that builds for everyone begins with a fresh clone each time.
    fresh = Clone(tmp_path / "fresh", remote)
    fresh.write("content/2026/04/two.md", article("Two"))
    fresh.commit()
    fresh.build()
    publish(fresh, "branch", "gh-pages", "--push", remote)
    second = fresh.git("ls-remote", remote, "gh-pages").split()[0]
    assert fresh.git("rev-parse", f"{second}^") == first
    # And the editor's own branch follows.
    publish(editor, "branch", "gh-pages", "--push", remote)
    third = editor.git("ls-remote", remote, "gh-pages").split()[0]
    assert editor.git("rev-parse", f"{third}^") == second
    assert files(editor, "gh-pages") == {**editor.files(), ".nojekyll": b""}


def test_headers_and_redirects(editor: Clone) -> None:
    publish(editor, "host", "netlify")
    headers = (editor.output / "_headers").read_text().split("\n")
    assert headers[0] == "/*"
    assert headers[1].startswith("  Content-Security-Policy: default-src 'none'; ")
    assert headers[-6:] == [
        "/assets/*",
        "  Cache-Control: public, max-age=31536000, immutable",
        "",
        "/search/:folder/:file",
        "  Cache-Control: public, max-age=31536000, immutable",
        "",
    ]
    found = {path.relative_to(editor.output) for path in (editor.output / "search").rglob("*.*")}
    shallow = {str(path) for path in found if len(path.parts) != 3}
    assert shallow == {"search/index.html", "search/index.json"}
    assert (editor.output / "_redirects").read_text().splitlines() == [
        "/news/1.html /2026/04/one/ 301!",
        "/old/one/ /2026/04/one/ 301!",
        "/zh-Hant/news/1.html /zh-Hant/2026/04/one/ 301!",
        "/zh-Hant/old/one/ /zh-Hant/2026/04/one/ 301!",
        "/zh-Hant/old/one/full/ /zh-Hant/2026/04/one/full/ 301!",
    ]
    publish(editor, "host", "cloudflare")
    assert "!" not in (editor.output / "_redirects").read_text()
    # A build leaves them, as it leaves all that it did not write.
    editor.write("content/2026/04/two.md", article("Two"))
    editor.build()
    assert {"_headers", "_redirects"} <= set(os.listdir(editor.output))


@pytest.mark.parametrize(
    ("host", "found", "redirects", "said"),
    [
        ("cloudflare", Measure(16_000, 0, 0, ""), 0, []),
        (
            "cloudflare",
            Measure(16_001, 0, 0, ""),
            0,
            ["the site has 16,001 files, and cloudflare takes 20,000"],
        ),
        (
            "github",
            Measure(90_000, 801_000_000, 0, ""),
            0,
            ["the site has 801 MB, and github takes 1,000"],
        ),
        (
            "cloudflare",
            Measure(9, 0, 0, ""),
            1700,
            ["the site has 1,700 redirects, and cloudflare takes 2,000"],
        ),
        (
            "cloudflare",
            Measure(9, 30_000_000, 30_000_000, "film.mp4"),
            0,
            ["the file has 30 MB, too many for cloudflare"],
        ),
    ],
)
def test_limits_are_told_before_they_are_met(
    host: str, found: Measure, redirects: int, said: list[str]
) -> None:
    told = [*warnings(host, found, redirects, Path("public"))]
    assert [one.what for one in told] == said
