"""A push is built before it is accepted, and what readers see is one whole release."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest
from herald import SITE, article
from newsroom import ADDRESS, Clone, Newsroom, newsarchive, remote_lines


@pytest.fixture
def editor(newsroom: Newsroom) -> Clone:
    """A clone whose first article is published."""
    clone = newsroom.clone()
    clone.write("content/2026/04/one.md", article("One"))
    clone.commit("The first")
    clone.push()
    return clone


def test_a_push_publishes_and_tells_the_new_addresses(newsroom: Newsroom) -> None:
    editor = newsroom.clone()
    editor.write("content/2026/04/one.md", article("One"))
    commit = editor.commit("The first")
    said = editor.push().split("\n")
    assert said[0] == f"Building {commit[:7]}: The first"
    assert re.match(r"1 article, (\d+) pages: \1 rendered, ", said[1])
    assert said[2:] == [
        "New: https://herald.example/2026/04/one/",
        "Release 1 is live: https://herald.example/",
    ]
    assert newsroom.whole(editor)


def addresses(said: str) -> list[str]:
    return [line for line in said.split("\n") if line.split(": ")[0] in ("New", "Changed", "Gone")]


def test_a_push_tells_which_articles_came_changed_and_went(editor: Clone) -> None:
    editor.write("content/2026/04/two.md", article("Two", body="See One."))
    editor.write("content/2026/04/weekly.md", article("Weekly"))
    editor.write("content/2026/05/weekly.md", article("Weekly", "2026-05-02"))
    editor.write("content/elsewhere.md", article("Elsewhere", "2026-05-02"))
    editor.commit()
    assert addresses(editor.push()) == [
        "New: https://herald.example/2026/04/two/",
        "New: https://herald.example/2026/04/weekly/",
        "New: https://herald.example/2026/05/elsewhere/",
        "New: https://herald.example/2026/05/weekly/",
    ]
    editor.write("content/2026/04/two.md", article("Two").replace("Two的中文摘要", "另一摘要"))
    editor.write("content/2026/04/one.zh-Hant.md", "---\n---\n\n譯文。\n")
    editor.write("content/2026/04/weekly.md", article("Weekly", body="Other text."))
    editor.write("content/elsewhere.md", article("Elsewhere", "2026-05-02", body="Other text."))
    editor.delete("content/2026/05/weekly.md")
    editor.commit()
    assert addresses(editor.push()) == [
        "Changed: https://herald.example/2026/04/one/",
        "Changed: https://herald.example/2026/04/two/",
        "Changed: https://herald.example/2026/04/weekly/",
        "Changed: https://herald.example/2026/05/elsewhere/",
        "Gone: https://herald.example/2026/05/weekly/",
    ]
    editor.delete("content/2026/04/two.md")
    moved = article("Two").replace("topics:", "aliases: [/2026/04/two/]\ntopics:")
    editor.write("content/2026/04/second.md", moved)
    editor.write("site.toml", SITE.replace("The Herald", "Another Herald"))
    editor.commit()
    assert addresses(editor.push()) == [
        "New: https://herald.example/2026/04/second/",
        "Gone: https://herald.example/2026/04/two/",
    ]


def test_what_a_push_tells_is_not_too_much(editor: Clone) -> None:
    for number in range(32):
        editor.write(f"content/2026/04/a-{number:02}.md", article(f"A {number}"))
    editor.commit()
    said = editor.push().split("\n")
    assert "New: https://herald.example/2026/04/a-19/" in said
    assert "New: https://herald.example/2026/04/a-20/" not in said
    assert "… and 12 more." in said


def test_only_what_changed_is_new_in_a_release(newsroom: Newsroom, editor: Clone) -> None:
    old, before = newsroom.files(), newsroom.inodes()
    editor.write("content/2026/04/one.md", article("One", body="Other text."))
    editor.commit()
    assert "New:" not in editor.push()
    new, after = newsroom.files(), newsroom.inodes()
    assert {path for path in before if before[path] != after[path]} == {
        path for path in old if old[path] != new[path]
    }
    assert before["404.html"] == after["404.html"]
    assert newsroom.whole(editor)


def test_only_changed_files_are_touched_in_the_work_tree(newsroom: Newsroom, editor: Clone) -> None:
    tree = newsroom.repository / "newsarchive/published/tree"
    before = (tree / "content/2026/04/one.md").stat()
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    editor.push()
    assert (tree / "content/2026/04/two.md").is_file()
    assert (tree / "content/2026/04/one.md").stat() == before


def test_releases_are_hard_links_of_each_other(newsroom: Newsroom, editor: Clone) -> None:
    for number in range(7):
        editor.write("content/2026/04/one.md", article("One", body=f"Text {number}."))
        editor.commit()
        editor.push()
    releases = newsroom.site / "releases"
    assert sorted(os.listdir(releases)) == ["4", "5", "6", "7", "8"]
    page = "2026/04/one/index.html"
    texts = [(releases / name / page).read_text() for name in sorted(os.listdir(releases))]
    assert [f"Text {at + 2}." in text for at, text in enumerate(texts)] == [True] * 5
    assert len({(releases / name / "404.html").stat().st_ino for name in "45678"}) == 1


def test_what_does_not_build_is_refused_with_every_problem(
    newsroom: Newsroom, editor: Clone
) -> None:
    before = newsroom.files()
    tip = editor.git("rev-parse", "HEAD")
    editor.write("content/2026/04/one.md", article("One").replace("topics", "topcis"))
    editor.write("content/2026/04/two.md", article("Two", date="yesterday"))
    editor.commit()
    said = editor.refused()
    assert "content/2026/04/one.md:4: unknown key `topcis`; did you mean `topics`?" in said
    assert "content/2026/04/two.md:3: " in said
    assert "2 problems; nothing was published, the site is as it was." in said
    assert newsroom.files() == before
    assert editor.git("ls-remote", str(newsroom.repository), "main").split()[0] == tip
    assert '"event":"refused"' in (newsroom.repository / "newsarchive/log.jsonl").read_text()
    editor.write("content/2026/04/one.md", article("One", body="Mended."))
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    editor.push()
    assert newsroom.whole(editor)


def test_over_ssh(newsroom: Newsroom, editor: Clone) -> None:
    transport = newsroom.folder / "ssh"
    shift = 'while [ "$1" != editor@server ]; do shift; done'
    transport.write_text(f'#!/bin/sh\n{shift}\nexec env -i PATH="$PATH" sh -c "$2"\n')
    transport.chmod(0o755)
    editor.environment["GIT_SSH_COMMAND"] = str(transport)
    editor.remote = f"editor@server:{newsroom.repository}"
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    assert "New: https://herald.example/2026/04/two/" in editor.push()
    assert newsroom.whole(editor)


def test_other_branches_and_tags_are_kept_and_publish_nothing(
    newsroom: Newsroom, editor: Clone
) -> None:
    before = newsroom.files()
    editor.git("checkout", "--quiet", "-b", "draft")
    editor.delete("site.toml")
    editor.commit()
    assert editor.push("draft") == "The branch draft is kept; only main is published."
    editor.git("tag", "v1")
    assert editor.push("v1") == "The tag v1 is kept; tags publish nothing."
    assert editor.push(":v1") == "The tag v1 goes; tags publish nothing."
    assert editor.push(":draft") == "The branch draft goes, and the site stays as it is."
    assert newsroom.files() == before


def test_the_published_branch_is_not_deleted(newsroom: Newsroom, editor: Clone) -> None:
    before = newsroom.files()
    said = editor.refused(":main")
    assert "main:1: this branch is the site, and cannot be deleted" in said
    assert newsroom.files() == before


def test_a_forced_push_says_what_it_takes_away(newsroom: Newsroom, editor: Clone) -> None:
    editor.write("content/2026/04/two.md", article("Two"))
    second = editor.commit()
    editor.push()
    editor.git("reset", "--quiet", "--hard", "HEAD~1")
    editor.write("content/2026/04/three.md", article("Three"))
    editor.commit()
    assert f"This takes 1 commit out of main, which was at {second[:7]}." in editor.push("+main")
    assert newsroom.whole(editor)


def update_hook(newsroom: Newsroom, script: str) -> Path:
    """Have git run `script` between the hook that builds and the move of the branch."""
    hook = newsroom.repository / "hooks/update"
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)
    return hook


def test_a_push_that_waits_is_refused_once_the_other_moved_the_branch(
    newsroom: Newsroom, editor: Clone
) -> None:
    here, go = newsroom.folder / "here", newsroom.folder / "go"
    update_hook(newsroom, f"touch {here}; while [ ! -e {go} ]; do sleep 0.02; done")
    other = newsroom.clone("other")
    other.git("fetch", "--quiet", str(newsroom.repository), "main")
    other.git("reset", "--quiet", "--hard", "FETCH_HEAD")
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit("The second")
    other.write("content/2026/04/three.md", article("Three"))
    late = other.commit("The third")
    with editor.begin_push() as first:
        while not here.exists():
            time.sleep(0.02)
        with other.begin_push() as second:
            time.sleep(1.5)
            go.touch()
            said = remote_lines(second.communicate()[1])
        first.communicate()
    assert (first.returncode, second.returncode) == (0, 1)
    assert said.split("\n") == [
        "main:1: another push came first; get it with `git pull`, and push again",
        "1 problem; nothing was published, the site is as it was.",
    ]
    assert f"refused  main  {getpass.getuser()}  {late[:7]} The third" in newsroom.command("log")
    other.git("pull", "--quiet", "--no-rebase", "--no-edit", str(newsroom.repository), "main")
    assert "Release 3 is live" in other.push()
    assert newsroom.whole(other)


def test_a_push_that_git_refused_holds_nobody_up(newsroom: Newsroom, editor: Clone) -> None:
    hook = update_hook(newsroom, "exit 1")
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    assert "Building" in editor.refused()
    hook.unlink()
    assert "Release 3 is live" in editor.push()


def test_an_empty_push_changes_nothing(newsroom: Newsroom, editor: Clone) -> None:
    assert editor.push() == ""
    assert newsroom.live == "1"


def test_a_commit_without_changes_is_a_release(newsroom: Newsroom, editor: Clone) -> None:
    before = newsroom.inodes()
    editor.commit("Nothing")
    assert "0 rendered, 0 files written, 0 removed" in editor.push()
    assert newsroom.live == "2"
    assert newsroom.inodes() == before


def test_a_commit_without_settings_is_refused(newsroom: Newsroom, editor: Clone) -> None:
    editor.delete("site.toml")
    commit = editor.commit()
    assert f"site.toml:1: the commit {commit[:7]} has no site.toml, so it is no site" in (
        editor.refused()
    )
    assert newsroom.live == "1"


def test_links_are_refused_and_never_followed(newsroom: Newsroom, editor: Clone) -> None:
    secret = newsroom.folder / "secret.md"
    secret.write_text(article("Secret"))
    (editor.root / "content/2026/04/link.md").symlink_to(secret)
    (editor.root / "static").symlink_to(newsroom.folder)
    editor.commit()
    said = editor.refused()
    assert "content/2026/04/link.md:1: it is a symbolic link; commit the file itself" in said
    assert "static:1: it is a symbolic link" in said
    assert not any(b"Secret" in data for data in newsroom.files().values())


def test_a_submodule_is_refused(newsroom: Newsroom, editor: Clone) -> None:
    commit = editor.git("rev-parse", "HEAD")
    editor.git("update-index", "--add", "--cacheinfo", f"160000,{commit},content/other")
    editor.git("commit", "--quiet", "--message=A submodule")
    assert "content/other:1: it is a submodule" in editor.refused()
    assert newsroom.live == "1"


def test_a_file_of_100_megabytes_is_refused(newsroom: Newsroom, editor: Clone) -> None:
    editor.write("static/film.mp4", "")
    with (editor.root / "static/film.mp4").open("wb") as file:
        file.truncate(100_000_001)
    editor.commit()
    said = editor.refused()
    assert "static/film.mp4:1: the file has 100 MB, and 100 MB is the most" in said
    editor.delete("static/film.mp4")
    editor.git("reset", "--quiet", "--soft", "HEAD~1")
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    editor.push()
    assert newsroom.whole(editor)


def test_a_file_becomes_a_folder(newsroom: Newsroom, editor: Clone) -> None:
    editor.write("static/a", "a file")
    editor.commit()
    editor.push()
    editor.delete("static/a")
    editor.write("static/a/b", "a file in a folder")
    editor.commit()
    editor.push()
    assert newsroom.whole(editor)


def test_modes_are_those_a_web_server_reads(newsroom: Newsroom, editor: Clone) -> None:
    editor.write("static/run.sh", "#!/bin/sh\n")
    (editor.root / "static/run.sh").chmod(0o700)
    editor.commit()
    old = os.umask(0o077)
    try:
        editor.push()
    finally:
        os.umask(old)
    release = newsroom.site / "releases/2"
    for path in [newsroom.site / "releases", release, *release.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o755 if path.is_dir() else 0o644), path
    assert stat.S_IMODE((newsroom.repository / "newsarchive").stat().st_mode) == 0o700


def test_messages_and_names_are_data(newsroom: Newsroom, editor: Clone) -> None:
    editor.environment["GIT_AUTHOR_NAME"] = "$(touch stolen) \x1b[31m; --help"
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit("--oops `touch stolen` \x1b]0;title\x07")
    said = editor.push()
    assert r"--oops `touch stolen` \x1b]0;title\x07" in said
    assert r"$(touch stolen) \x1b[31m; --help" in newsroom.command("log")
    assert not [*newsroom.folder.rglob("stolen")]


def test_nothing_of_git_s_own_is_run(newsroom: Newsroom, editor: Clone) -> None:
    editor.write(".gitattributes", "*.md filter=evil text eol=crlf\n")
    editor.git("config", "filter.evil.clean", "cat")
    subprocess.run(
        ["git", "-C", newsroom.repository, "config", "filter.evil.smudge", "touch stolen"],
        check=True,
    )
    editor.git("add", "--all")
    editor.git("-c", "core.attributesFile=/dev/null", "commit", "--quiet", "--message=Attributes")
    editor.push()
    tree = newsroom.repository / "newsarchive/published/tree"
    assert not (tree / ".gitattributes").exists()
    assert not [*newsroom.folder.rglob("stolen")]


def test_rollback_and_the_next_push(newsroom: Newsroom, editor: Clone) -> None:
    first = newsroom.files()
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit("The second")
    editor.push()
    second = newsroom.files()
    assert newsroom.command("rollback") == "Release 1 is live again.\n"
    assert newsroom.files() == first
    assert "which is not what is live" in newsroom.command("status")
    assert newsroom.command("rollback", 2) == "Release 2 is live again.\n"
    assert newsroom.files() == second
    newsroom.command("rollback")
    editor.write("content/2026/04/three.md", article("Three"))
    editor.commit("The third")
    assert "Release 3 is live" in editor.push()
    assert newsroom.whole(editor)
    done = newsarchive("publish", "rollback", "--repository", newsroom.repository, 9)
    assert done.returncode == 1
    assert "there is no release 9; choose among 1, 2, 3" in done.stderr
    # The second was taken away from readers: they do not get it again by this.
    assert newsroom.command("rollback") == "Release 1 is live again.\n"


def test_a_site_whose_pages_would_not_find_their_files_is_refused(
    newsroom: Newsroom, editor: Clone
) -> None:
    live = newsroom.files()
    settings = (editor.root / "site.toml").read_text(encoding="utf-8")
    editor.write("site.toml", settings.replace(ADDRESS, f"{ADDRESS}news/"))
    editor.commit("Somewhere else")
    said = editor.refused()
    assert (
        "site.toml:2: the site's path is /news/, and this server shows it at /; set `base_url` to "
        f"{ADDRESS}, or set the server up again with another --address"
    ) in said
    assert newsroom.files() == live


def test_locks_of_a_push_that_was_cut_off_are_taken_away(newsroom: Newsroom, editor: Clone) -> None:
    """As git leaves them where it is killed between its lock and the move of the branch."""
    for name in ("refs/heads/main.lock", "HEAD.lock"):
        (newsroom.repository / name).write_bytes(b"")
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit("The second")
    said = editor.push()
    assert "A push that was cut off had left refs/heads/main.lock; it is taken away." in said
    assert "A push that was cut off had left HEAD.lock; it is taken away." in said
    assert "Release 2 is live" in said
    assert newsroom.whole(editor)


@pytest.mark.usefixtures("newsroom")
def test_a_push_of_a_draft_says_that_it_stays_out(editor: Clone) -> None:
    editor.write("content/2026/04/two.md", article("Two").replace("---\n", "---\ndraft: true\n", 1))
    editor.commit("A draft")
    assert ", without 1 draft: 0 rendered, 0 files written, 0 removed" in editor.push()


def test_status_and_log(newsroom: Newsroom, editor: Clone) -> None:
    commit = editor.git("rev-parse", "HEAD")
    status = newsroom.command("status")
    assert status.startswith("Release 1 is live at https://herald.example/\n")
    assert f"commit   {commit[:12]} The first\n" in status
    assert "author   An Editor\n" in status
    assert f"{len(newsroom.files())} files" in status
    log = newsroom.command("log").splitlines()
    assert [line.split()[1:3] for line in log] == [["live", "1"], ["built", "1"]]


def test_a_log_that_was_cut_off_goes_on(newsroom: Newsroom, editor: Clone) -> None:
    log = newsroom.repository / "newsarchive/log.jsonl"
    log.write_bytes(log.read_bytes() + b'{"event":"built","when":"20')
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit()
    editor.push()
    assert "Release 2 is live" in newsroom.command("status")
    events = [line.split()[1:3] for line in newsroom.command("log").splitlines()]
    assert events == [["live", "2"], ["built", "2"], ["live", "1"], ["built", "1"]]


def test_prune_keeps_the_newest_and_the_live_one(newsroom: Newsroom, editor: Clone) -> None:
    for number in range(4):
        editor.commit(f"Number {number}")
        editor.push()
    newsroom.command("rollback", 1)
    assert newsroom.command("prune", "--keep", 2) == "2 releases taken away.\n"
    assert sorted(os.listdir(newsroom.site / "releases")) == ["1", "4", "5"]
    assert newsroom.live == "1"


PREVIEWS = "https://{branch}.preview.herald.example/"


def test_previews_are_releases_of_their_own(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, "--previews", PREVIEWS)
    editor = newsroom.clone()
    editor.write("content/2026/04/one.md", article("One"))
    editor.commit()
    editor.push()
    before = newsroom.files()
    editor.git("checkout", "--quiet", "-b", "new/Look")
    editor.write("content/2026/04/two.md", article("Two"))
    commit = editor.commit("Another look")
    said = editor.push("new/Look")
    (name,) = os.listdir(newsroom.site / "previews")
    address = f"https://{name}.preview.herald.example/"
    assert addresses(said) == [f"New: {address}2026/04/two/"]
    assert newsroom.command("status").endswith(
        f"preview  new/Look at {address}, of {commit[:7]} Another look\n"
    )
    assert said.endswith(f"The preview of new/Look is at {address}")
    preview = newsroom.site / "previews" / name / "current"
    editor.write("site.toml", SITE.replace("https://herald.example/", address))
    assert newsroom.files(preview) == editor.clean()
    assert newsroom.files() == before
    editor.write("site.toml", SITE)
    editor.write("content/2026/04/two.md", "nothing")
    editor.commit()
    assert "there is no new preview of it" in editor.push("new/Look")
    assert "Two" in (preview / "2026/04/two/index.html").read_text()
    assert "The preview of new/Look is gone." in editor.push(":new/Look")
    assert os.listdir(newsroom.site / "previews") == []
    assert newsroom.files() == before


@pytest.mark.usefixtures("editor")
def test_setting_up_again_changes_nothing(newsroom: Newsroom) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.read_bytes())
            for path in newsroom.folder.rglob("*")
            if path.is_file()
        }

    before = state()
    Newsroom(newsroom.folder)
    assert state() == before
    assert "git push live main" in newsroom.said
    assert "git remote add live" in newsroom.said


def test_what_is_not_said_anew_stays(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, "--previews", PREVIEWS, "--keep", 4)

    def again(*options: object) -> tuple[str, dict[str, object]]:
        done = newsarchive("publish", "setup", *newsroom.where, *options)
        assert done.returncode == 0, done.stderr
        told = done.stdout.partition("\n\n")[0].partition(newsroom.site.name + ".\n")[2]
        settings = (newsroom.repository / "newsarchive/settings.json").read_text()
        assert "server_name herald.example;" in done.stdout
        return told, json.loads(settings)

    said, settings = again("--keep", 7)
    assert said == "keep was 4, and is 7 now."
    assert settings == {
        "site": str(newsroom.site),
        "branch": "main",
        "address": "https://herald.example/",
        "keep": 7,
        "previews": PREVIEWS,
    }
    assert again() == ("", settings)
    assert again("--previews", "") == (
        f"previews was {PREVIEWS}, and is nothing now.",
        {**settings, "previews": ""},
    )
    said = refused_setup(newsroom.repository, newsroom.site, "--branch", "live")
    assert "it publishes main to" in said


def refused_setup(repository: Path, site: Path, *options: str) -> str:
    where = ("--repository", repository, "--site", site)
    done = newsarchive("publish", "setup", *where, *options)
    assert done.returncode == 1, done.stdout
    return done.stderr


def test_folders_of_others_are_refused(tmp_path: Path) -> None:
    repository, site = tmp_path / "news.git", tmp_path / "www"
    site.mkdir()
    (site / "mine.html").write_text("mine")
    said = refused_setup(repository, site)
    assert said.startswith(f"{site}:1: the folder holds files already; name another, or say")
    assert not repository.exists()
    subprocess.run(["git", "init", "--quiet", "--bare", repository], check=True)
    assert "the repository was there before" in refused_setup(repository, site)
    (repository / "hooks/pre-receive").write_text("#!/bin/sh\n")
    said = refused_setup(repository, site, "--adopt")
    assert "the hook is there, and newsarchive did not write it; move it away" in said
    (repository / "hooks/pre-receive").unlink()
    Newsroom(tmp_path, "--adopt")
    assert (site / "mine.html").read_text() == "mine"
    assert "another repository publishes here" in refused_setup(tmp_path / "other.git", site)
    assert "it publishes main to" in refused_setup(repository, tmp_path / "other")
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/file").touch()
    assert "is no bare repository" in refused_setup(tmp_path / "plain", tmp_path / "w2", "--adopt")
    (tmp_path / "w3").mkdir()
    (tmp_path / "w3/current").mkdir()
    assert "it is in the way" in refused_setup(tmp_path / "n3.git", tmp_path / "w3", "--adopt")
    inside = refused_setup(tmp_path / "n4.git", tmp_path / "n4.git/www")
    assert "one of the two folders is in the other" in inside
    assert "holds a character" in refused_setup(tmp_path / "n5.git", tmp_path / 'a"; b')


def test_damaged_settings_are_named_and_set_up_again(newsroom: Newsroom) -> None:
    settings = newsroom.repository / "newsarchive/settings.json"
    settings.write_text('{"branch": ')
    status = newsarchive("publish", "status", "--repository", newsroom.repository)
    assert status.returncode == 1
    assert status.stderr.startswith(
        f"{settings}:1: it is not what `newsarchive publish setup` wrote: "
    )
    assert "; delete it, and set up again with --adopt\n" in status.stderr
    settings.unlink()
    again = newsarchive(
        "publish", "setup", *newsroom.where, "--address", "https://herald.example/", "--adopt"
    )
    assert again.returncode == 0, again.stderr
    assert newsarchive("publish", "status", "--repository", newsroom.repository).returncode == 0


def test_status_tells_that_the_live_release_is_gone(newsroom: Newsroom, editor: Clone) -> None:
    shutil.rmtree(newsroom.site / "releases")
    status = newsarchive("publish", "status", "--repository", newsroom.repository)
    assert status.returncode == 1
    assert status.stderr.startswith(
        f"{newsroom.site}/releases/1:1: the live release is not there; "
        "roll back to one that is, or push a commit\n"
    )
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit("The second")
    editor.push()
    assert newsroom.whole(editor)


def test_a_subject_that_nobody_reads_to_its_end_is_cut(newsroom: Newsroom, editor: Clone) -> None:
    editor.write("content/2026/04/two.md", article("Two"))
    editor.commit("Two " * 20_000)
    assert f"{'Two ' * 49}Two…" in editor.push().split("\n")[0]
    assert len(newsroom.command("log")) < 1000


def test_a_generator_that_is_gone_says_so(newsroom: Newsroom, editor: Clone) -> None:
    hook = newsroom.repository / "hooks/pre-receive"
    hook.write_text(hook.read_text().replace("python", "nothing"))
    editor.commit()
    assert "newsarchive is not there any more; set it up again" in editor.refused()
    Newsroom(newsroom.folder)
    editor.push()


def test_the_address_of_the_settings_is_compared(editor: Clone) -> None:
    editor.write("site.toml", SITE.replace("herald.example", "elsewhere.example"))
    editor.commit()
    assert (
        "site.toml says that the site stands at https://elsewhere.example/, and this server was "
        "set up for https://herald.example/; mend the one, or set up the other again."
        in editor.push()
    )
