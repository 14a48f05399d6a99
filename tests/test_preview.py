"""What the preview serves, and what it does when files are edited."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGINT

import pytest
from built import write_odd_site
from herald import Site, article
from hypothesis import given, settings
from hypothesis import strategies as st
from previewing import Previewed, previewed

from generator.build.making import jobs
from generator.config import load_project
from generator.errors import Problems
from generator.indexes import index_archive
from generator.pages import plan_units, story_paths, unit_paths
from generator.preview import listening
from generator.preview.current import Edited, opened, reloaded
from generator.preview.server import ALONE, STILL, hosts_of
from generator.preview.watching import Watch
from generator.rendering import render_job
from generator.theme import THEME
from generator.units import StoryUnit
from generator.urls import Urls

ROOT = Path(__file__).parents[1]
SCRIPT = re.compile(
    rb'<script type="module" src="/\.newsarchive/reload\.js\?[0-9a-f]+"></script>\n'
)
STORY = "content/2026/04/story.md"


@pytest.fixture
def herald(tmp_path: Path) -> Site:
    site = Site(tmp_path / "herald")
    site.write(STORY, article("The Story"))
    site.write("content/2026/04/other.md", article("Another", "2026-04-02", body="Other."))
    return site


@pytest.fixture
def preview(herald: Site) -> Iterator[Previewed]:
    with previewed(herald.root) as one:
        yield one


def demonstration(root: Path) -> Site:
    for name in ("content", "templates", "static"):
        shutil.copytree(ROOT / name, root / name)
    site = Site(root)
    shutil.copy(ROOT / "site.toml", root / "site.toml")
    return site


def odd(root: Path) -> Site:
    site = Site(root)
    write_odd_site(root)
    site.write("static/CNAME", "x.example\n")
    site.write("static/日本 語.txt", "Text.\n")
    return site


@pytest.mark.parametrize("make", [demonstration, odd])
def test_every_file_is_what_a_build_writes(make: object, tmp_path: Path) -> None:
    site: Site = make(tmp_path / "site")  # type: ignore[operator]
    site.build()
    base = Urls(site.project().settings.base_url)
    with previewed(site.root) as preview:
        for path, wanted in site.files().items():
            answer = preview.get(base.link(path))
            if path.endswith("404.html"):
                assert answer.status == 200
            found, scripts = SCRIPT.subn(b"", answer.body)
            assert scripts == path.endswith(".html"), path
            assert found == wanted, path


def test_what_is_not_there_is_the_edition_s_own_page(preview: Previewed, herald: Site) -> None:
    herald.build()
    for path, page in (
        ("/nothing/here", "404.html"),
        ("/evil.com", "404.html"),
        ("/zh-Hant/nothing/", "zh-Hant/404.html"),
    ):
        answer = preview.get(path)
        assert answer.status == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert SCRIPT.sub(b"", answer.body) == (herald.output / page).read_bytes()


def test_what_is_served_is_named_and_not_stored(preview: Previewed) -> None:
    style = re.search(rb'href="(/assets/[0-9a-f]+/)style.css"', preview.get("/").body)
    assert style
    folder = style[1].decode()
    for path, kind in (
        ("/", "text/html; charset=utf-8"),
        ("/counts.json", "application/json"),
        (f"{folder}style.css", "text/css; charset=utf-8"),
        ("/assets/0123456789/style.css", "text/css; charset=utf-8"),
        (f"{folder}icon.svg", "image/svg+xml"),
        ("/.newsarchive/reload.js", "text/javascript; charset=utf-8"),
    ):
        answer = preview.get(path)
        assert (answer.status, answer.headers["content-type"]) == (200, kind), path
        assert answer.headers["cache-control"] == "no-store"


def test_a_folder_without_its_slash_leads_to_it(preview: Previewed) -> None:
    answer = preview.get("/2026/04/story")
    assert (answer.status, answer.headers["location"]) == (307, "/2026/04/story/")


def test_a_site_below_a_path_of_its_host(tmp_path: Path) -> None:
    with previewed(odd(tmp_path / "odd").root) as preview:
        assert preview.get("/").headers["location"] == "/news/"
        assert preview.get("/news").headers["location"] == "/news/"
        assert preview.get("/news/2026/04/one-word/").status == 200
        assert preview.get("/2026/04/one-word/").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/..%2fsite.toml",
        "/assets/0123456789/../../site.toml",
        "/assets/0123456789/..%2f..%2fsite.toml",
        "//etc/passwd",
        "/%00",
        "/content/2026/04/story.md",
        "/.newsarchive/../site.toml",
        "/.newsarchive/..%2fserver.py",
        "/.newsarchive/server.py",
        "/%ff",
    ],
)
def test_no_path_leaves_the_site(preview: Previewed, path: str) -> None:
    assert preview.get(path).status == 404


def test_a_name_that_was_made_to_lead_here_is_refused(preview: Previewed) -> None:
    assert preview.get("/", Host="evil.example").status == 400
    assert preview.get("/.newsarchive/events", Host="evil.example:80").status == 400
    for host in ("localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:80"):
        assert preview.get("/", Host=host).status == 200
    assert hosts_of("192.0.2.1") == ["localhost", "127.0.0.1", "[::1]", "192.0.2.1"]
    assert socket.gethostname().lower() in hosts_of("0.0.0.0")


def test_a_page_that_is_known_is_not_sent_again(preview: Previewed) -> None:
    mark = preview.get("/").headers["etag"]
    assert preview.get("/", **{"If-None-Match": mark}).status == 304
    assert preview.get("/", "HEAD").body == b""


def test_an_edit_is_told_with_the_article(preview: Previewed) -> None:
    with preview.events() as events:
        assert events.type == "text/event-stream; charset=utf-8"
        assert events.next() == {"hello": True, "drafts": [], "mistakes": []}
        preview.replace(STORY, "Some *text*", "New *text*")
        assert events.next() == {
            "pages": True,
            "stories": [
                {"title": "The Story", "links": ["/2026/04/story/", "/zh-Hant/2026/04/story/"]}
            ],
        }
        assert b"New <em>text</em>" in preview.get("/2026/04/story/").body


def test_many_edits_at_once_are_one(preview: Previewed) -> None:
    with preview.events() as events:
        events.next()
        for number in range(500):
            preview.write(f"content/2026/03/s{number}.md", article(f"S {number}", "2026-03-01"))
        told = [events.next()]
        preview.until(lambda: preview.get("/2026/03/s499/").status == 200)
        preview.replace(STORY, "Some *text*", "New *text*")
        while not any(one["title"] == "The Story" for one in told[-1]["stories"]):
            told.append(events.next())
        assert len(told) <= 6  # half a second at most each, however slow the disk is


def test_what_editors_leave_about_is_no_edit(preview: Previewed) -> None:
    with preview.events() as events:
        events.next()
        for name in (".story.md.swp", "story.md~", "#story.md#", ".#story.md"):
            preview.write(f"content/2026/04/{name}", "x")
            (preview.root / "content/2026/04" / name).unlink()
        os.utime(preview.root / STORY)
        preview.write("public/index.html", "a build may run")
        preview.replace(STORY, "Some *text*", "New *text*")
        assert events.next()["stories"][0]["title"] == "The Story"


def test_a_mistake_keeps_the_last_good_site_and_is_told_once(preview: Previewed) -> None:
    with preview.events() as events:
        events.next()
        preview.replace(STORY, "topics: [News]", "topcis: [News]")
        (mistake,) = events.next()["mistakes"]
        assert mistake["lines"] == [
            [1, "---"],
            [2, "title: The Story"],
            [3, "date: 2026-04-01"],
            [4, "topcis: [News]"],
            [5, "zh-Hant:"],
            [6, "  title: The Story的中文標題"],
            [7, "  summary: The Story的中文摘要。"],
        ]
        del mistake["lines"]
        assert mistake == {
            "path": STORY,
            "line": 4,
            "what": "unknown key `topcis`",
            "remedy": "did you mean `topics`?",
        }
        assert b"Some <em>text</em>" in preview.get("/2026/04/story/").body
        said = f"{STORY}:4: unknown key `topcis`; did you mean `topics`?"
        assert preview.said == [said]
        preview.replace("content/2026/04/other.md", "Other.", "Newer.")
        assert events.next()["mistakes"][0]["line"] == 4
        assert preview.said == [said]
        preview.replace(STORY, "topcis", "topics")
        assert events.next()["pages"]
        assert preview.said == [said, "All is mended."]
        assert b"Newer." in preview.get("/2026/04/other/").body


def test_a_page_asked_for_before_the_system_told_of_a_save_is_the_new_one(herald: Site) -> None:
    with previewed(herald.root) as preview, preview.events() as events:
        events.next()
        for number in range(10):
            preview.replace(STORY, "Some *text*", f"Some *text* {number}.")
            answer = preview.get("/2026/04/story/")
            assert answer.status == 200
            assert f"Some <em>text</em> {number}.".encode() in answer.body
        told = events.next()
        assert told["stories"][0]["title"] == "The Story", "though a page had it loaded"
        assert preview.said == []


def test_a_page_is_shown_however_often_it_is_saved(preview: Previewed) -> None:
    text = (preview.root / STORY).read_text(encoding="utf-8")

    def save() -> None:
        for number in range(40):
            preview.write(STORY, text.replace("Some", "New " * (number + 1)))
            time.sleep(STILL * 2)

    saving = threading.Thread(target=save)
    saving.start()
    while saving.is_alive():
        assert preview.get("/2026/04/story/").status == 200
    preview.until(lambda: b"New " * 40 in preview.get("/2026/04/story/").body)
    assert preview.said == []


def test_a_file_that_is_half_written_is_no_mistake(preview: Previewed) -> None:
    with preview.events() as events:
        events.next()
        whole = (preview.root / STORY).read_text(encoding="utf-8").replace("Some", "New")
        for part in (20, 0):
            preview.write(STORY, whole[:part])
            time.sleep(STILL * 3)  # it is read now
            preview.write(STORY, whole)
            told = events.next()
            assert "mistakes" not in told
            while b"New <em>text</em>" not in preview.get("/2026/04/story/").body:
                assert "mistakes" not in events.next()
            whole += "More.\n"
        preview.write(STORY, "broken")
        while "mistakes" not in (told := events.next()):
            pass
        assert told["mistakes"][0]["what"] == "no front matter"
        answer = preview.get("/2026/04/story/", Accept="application/json")
        assert (answer.status, b"no front matter" in answer.body) == (500, True)


def test_one_saved_article_is_followed_and_many_are_not(herald: Site) -> None:
    with previewed(herald.root, follow=True) as preview, preview.events() as events:
        events.next()
        preview.replace(STORY, "Some *text*", "New *text*")
        assert events.next()["follow"]
        time.sleep(ALONE * 1.1)
        for number in range(30):
            preview.write(f"content/2026/03/s{number}.md", article(f"S {number}", "2026-03-01"))
            time.sleep(STILL * 2)
        preview.until(lambda: preview.get("/2026/03/s29/").status == 200)
        preview.write("static/last.txt", "Last.")
        followed = []
        while not (told := events.next()).get("files"):
            followed += [one["title"] for one in told["stories"] if told.get("follow")]
        assert len(followed) <= 1
        time.sleep(ALONE * 1.1)
        preview.replace(STORY, "New *text*", "Newer *text*")
        assert events.next()["follow"]


def test_an_article_without_a_text_is_shown_as_a_draft(herald: Site) -> None:
    empty = article("Not Yet", "2026-04-03", body="").replace("zh-Hant:", "draft: true\nzh-Hant:")
    herald.write("content/2026/04/not-yet.md", empty.rstrip())
    with previewed(herald.root, drafts=True) as preview:
        for path in ("/2026/04/not-yet/", "/zh-Hant/2026/04/not-yet/", "/", "/feed.xml"):
            assert preview.get(path).status == 200, path
        assert b"<h1>Not Yet" in preview.get("/2026/04/not-yet/").body
        assert preview.said == []


def test_a_template_that_fails_is_named_by_its_line(preview: Previewed) -> None:
    base = (THEME / "templates/month.html").read_text(encoding="utf-8")
    broken = base.replace("{% block main %}", "{% block main %}\n{{ 1 // (page.month - 4) }}")
    line = broken[: broken.index("{{ 1 //")].count("\n") + 1
    with preview.events() as events:
        events.next()
        preview.write("templates/month.html", broken)
        assert events.next() == {"pages": True}
        answer = preview.get("/2026/04/", Accept="application/json")
        assert answer.status == 500
        assert f'"path":"templates/month.html","line":{line},'.encode() in answer.body
        shown = preview.get("/2026/04/")
        assert shown.status == 500
        assert b"<h1>" in shown.body, "the last good page"
        assert b"Not shown" not in shown.body
        assert preview.get("/2026/04/story/").status == 200
        assert preview.said == [
            f"templates/month.html:{line}: rendering 2026/04/index.html failed: "
            "integer division or modulo by zero; mend the template",
        ]
        (preview.root / "templates/month.html").unlink()
        assert events.next()["pages"]
        assert preview.get("/2026/04/").status == 200


def test_a_site_that_begins_with_a_mistake(herald: Site) -> None:
    herald.write("content/2026/04/bad.md", "no front matter")
    with previewed(herald.root) as preview:
        answer = preview.get("/")
        assert answer.status == 500
        assert b"content/2026/04/bad.md:1: " in answer.body
        assert SCRIPT.search(answer.body)
        with preview.events() as events:
            assert events.next()["mistakes"][0]["path"] == "content/2026/04/bad.md"
            herald.delete("content/2026/04/bad.md")
            assert events.next() == {"pages": True}
        assert preview.get("/").status == 200


def test_settings_strings_and_static_files(preview: Previewed) -> None:
    with preview.events() as events:
        events.next()
        preview.replace("site.toml", "The Herald", "The Crier")
        assert events.next() == {"pages": True}
        assert b"The Crier" in preview.get("/").body
        strings = (THEME / "templates/strings.en.toml").read_text(encoding="utf-8")
        preview.write("templates/strings.en.toml", strings.replace('"Topics"', '"Subjects"'))
        assert events.next() == {"pages": True}
        assert b"Subjects" in preview.get("/").body
        preview.write("static/assets/style.css", "body { color: red }")
        told = events.next()
        assert told["styles"] == [f"{told['assets']}style.css"]
        assert told.keys() == {"styles", "assets"}
        assert preview.get(told["styles"][0]).body == b"body { color: red }"
        preview.write("static/picture.txt", "Text.")
        assert events.next()["files"] == ["/picture.txt"]
        assert preview.get("/picture.txt").body == b"Text."
        preview.write("static/index.html", "mine")
        (mistake,) = events.next()["mistakes"]
        assert (
            mistake["what"] == "it wants the address of templates/home.html, which is /index.html"
        )


def test_drafts_are_shown_and_marked_where_they_are_wanted(herald: Site) -> None:
    draft = article("Not Yet", "2026-04-03").replace("zh-Hant:", "draft: true\nzh-Hant:")
    herald.write("content/2026/04/not-yet.md", draft)
    herald.write("content/2027/01/later.md", article("Later", "2027-01-01"))
    with previewed(herald.root) as preview:
        assert preview.get("/2026/04/not-yet/").status == 404
        assert b"reload.js?" in preview.get("/2027/01/later/").body
        assert b"&amp;future" in preview.get("/2027/01/later/").body
    with previewed(herald.root, drafts=True) as preview, preview.events() as events:
        assert events.next()["drafts"] == ["/2026/04/not-yet/", "/zh-Hant/2026/04/not-yet/"]
        assert b"&amp;draft" in preview.get("/2026/04/not-yet/").body
        assert b"&amp;" not in preview.get("/2026/04/story/").body.partition(b"</script>")[0]
        preview.replace("content/2026/04/not-yet.md", "draft: true\n", "")
        events.next()
        assert b"&amp;draft" not in preview.get("/2026/04/not-yet/").body


def test_a_build_can_run_and_the_store_be_deleted(preview: Previewed, herald: Site) -> None:
    herald.build()
    shutil.rmtree(herald.root / ".cache")
    preview.replace(STORY, "Some *text*", "New *text*")
    preview.until(lambda: b"New <em>" in preview.get("/2026/04/story/").body)
    herald.build()
    assert SCRIPT.sub(b"", preview.get("/").body) == herald.files()["index.html"]


def test_browsers_that_come_and_go_leave_nothing(preview: Previewed) -> None:
    def handles() -> int:
        return len(os.listdir("/proc/self/fd"))

    preview.get("/")
    before, threads = handles(), threading.active_count()
    for _ in range(4):
        sockets = []
        for _ in range(25):
            one = socket.create_connection(("127.0.0.1", preview.port))
            one.sendall(b"GET /.newsarchive/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            sockets.append(one)
        preview.until(lambda: len(preview.server.hub) == 25)
        for one in sockets:
            one.close()
        preview.until(lambda: not len(preview.server.hub))
    preview.until(lambda: handles() <= before)
    assert threading.active_count() <= threads


def test_nothing_is_left_of_a_preview_that_ended(herald: Site) -> None:
    with previewed(herald.root) as preview:
        preview.get("/")
    before, threads = len(os.listdir("/proc/self/fd")), threading.active_count()
    for _ in range(3):
        with previewed(herald.root) as preview, preview.events():
            preview.get("/")
    assert len(os.listdir("/proc/self/fd")) <= before
    assert threading.active_count() <= threads


def test_ctrl_c_ends_it(herald: Site) -> None:
    command = [sys.executable, "-m", "generator", "serve", "--port", "0", "--site"]
    with subprocess.Popen(
        [*command, str(herald.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.fullmatch(r"The site is at http://127\.0\.0\.1:(\d+)/; Ctrl-C ends it\.\n", said)
        assert found, said
        with socket.create_connection(("127.0.0.1", int(found[1]))) as browser:
            browser.sendall(b"GET /.newsarchive/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert browser.recv(100).startswith(b"HTTP/1.1 200")
            process.send_signal(SIGINT)
            out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_port_that_is_taken_is_said() -> None:
    for host in ("", "x\udcff", "a b\n"):
        with pytest.raises(Problems, match="--host:1: it is no address to listen at; "):
            listening(host, 0)
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Problems) as raised:
            listening("127.0.0.1", port)
    assert str(raised.value) == (
        f"127.0.0.1:{port}: the port cannot be listened at: address already in use; "
        "choose another with --port, or any that is free with --port 0"
    )


def test_the_paths_of_a_unit_are_those_of_its_files(tmp_path: Path) -> None:
    site = odd(tmp_path / "odd")
    current, snapshot = opened(site.project(), drafts=False)
    with snapshot:
        archive, library = current.archive, current.content.library
        cards = {card.path: card for card in archive.articles}
        related = {at: current.neighbours.offsets(at) for at in range(len(archive.articles))}
        size, carded = current.project.settings.page_size, current.press.carded
        units = [*plan_units(archive, related, size, carded)]
        content = current.project.content
        tasks = jobs(units, current.press, content, library, snapshot, problems := [])
        made = [one for job in tasks for one in render_job(current.press, job).rendered]
        assert problems == []
        for unit, rendered in zip(units, made, strict=True):
            story = isinstance(unit, StoryUnit)
            wanted = story_paths(cards[unit.path]) if story else unit_paths(unit)
            assert {path for path, _ in rendered.files} == set(wanted)
            assert all(current.finder.unit(path) == unit for path in wanted)
        assert len({unit.kind for unit in units}) >= 10


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "translate", "delete", "break", "topics"]),
        st.integers(0, 7),
        st.sampled_from(["One", "Two", "Three"]),
        st.sampled_from(["2026-04-01", "2026-04-02", "2026-05"]),
        st.sampled_from(["News", "News, Chips", "news", "Chips"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(EDITS, st.booleans())
@settings(max_examples=30)
def test_what_is_loaded_after_edits_is_what_is_loaded_at_once(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple], drafts: bool
) -> None:
    site = Site(tmp_path_factory.mktemp("edited"))
    for number in range(6):
        site.write(f"content/2026/s{number}.md", article(f"Story {number}"))
    current, snapshot = opened(site.project(), drafts)
    waiting = Edited()
    with snapshot:
        for kind, number, title, date, topics, draft in edits:
            path = f"2026/s{number}.md"
            if kind == "translate":
                path = f"2026/s{number}.zh-Hant.md"
            elif kind == "topics":
                path = "topics.toml"
            text = {
                "write": article(f"{title} {number}", date, topics),
                "translate": f"{title}。\n",
                "break": "broken",
                "topics": f'[chips]\nname = "{title}"\naliases = ["Chips"]\n',
            }.get(kind)
            if draft and kind == "write" and text:
                text = text.replace("zh-Hant:", "draft: true\nzh-Hant:")
            if text is None:
                (site.root / "content" / path).unlink(missing_ok=True)
            else:
                site.write(f"content/{path}", text)
            waiting |= Edited(content=frozenset({path}))
            try:
                current = reloaded(current, snapshot, waiting, drafts)
                told = ""
                waiting = Edited()
            except Problems as found:
                told = str(found)
            if told:
                with pytest.raises(Problems, match=re.escape(told)):
                    opened(load_project(site.root, THEME), drafts)
                continue
            fresh, other = opened(load_project(site.root, THEME), drafts)
            with other:
                assert current.archive == fresh.archive
                for field in ("cards", "topics", "notes", "digest"):
                    assert getattr(current.content, field) == getattr(fresh.content, field)
                wanted = [*fresh.finder.wanted()]
                assert [*current.finder.wanted()] == wanted
                for one, _ in wanted:
                    assert current.finder.unit(one) == fresh.finder.unit(one)


def test_related_lists_after_an_edit_are_those_of_a_build(tmp_path: Path) -> None:
    site = Site(tmp_path)
    topics = ["Chips", "Power", "Models", "Prices"]
    for number in range(320):
        date = f"2026-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        topic = topics[number * 7 % 4]
        site.write(f"content/s{number}.md", article(f"Word{number % 9} {topic}", date, topic))
    current, snapshot = opened(site.project(), drafts=False)
    with snapshot:
        site.write("content/s100.md", article("Word3 Quite Another", "2026-04-20", "Prices"))
        site.write("content/new.md", article("Word5 New", "2026-06-30", "Power"))
        site.delete("content/s200.md")
        edited = Edited(content=frozenset({"s100.md", "new.md", "s200.md"}))
        current = reloaded(current, snapshot, edited, drafts=False)
        fresh, other = opened(site.project(), drafts=False)
        with other:
            places = range(len(fresh.archive.articles))
            found = [current.neighbours.offsets(at) for at in places]
            assert found == [fresh.neighbours.offsets(at) for at in places]
        assert index_archive(current.archive.articles, ()) == current.archive


def test_a_folder_that_comes_later_is_watched(tmp_path: Path) -> None:
    told: list[Edited] = []
    watch = Watch(tmp_path, told.append)
    try:
        (tmp_path / "content/2026").mkdir(parents=True)
        end = time.monotonic() + 20
        while Edited(content=frozenset({"2026/a.md"})) not in told:
            (tmp_path / "content/2026/a.md").write_text("x")
            time.sleep(0.05)
            assert time.monotonic() < end
        assert Edited(content=None) in told
        told.clear()
        (tmp_path / "content/2026/a.md").read_text()
        (tmp_path / "content/2026").rename(tmp_path / "content/2027")
        while Edited(content=None) not in told:
            time.sleep(0.01)
            assert time.monotonic() < end
    finally:
        watch.close()


def test_a_folder_that_was_away_is_watched_again(tmp_path: Path) -> None:
    """As after a checkout of a branch that has none, and back."""
    templates = tmp_path / "templates"
    templates.mkdir()
    told: list[Edited] = []
    watch = Watch(tmp_path, told.append)

    def wait(again: Callable[[], object] = lambda: None) -> None:
        end = time.monotonic() + 20
        while Edited(theme=True) not in told:
            again()
            time.sleep(0.05)
            assert time.monotonic() < end
        told.clear()

    try:
        for pause in (0.5, 0.0):
            templates.rmdir()
            wait()
            time.sleep(pause)
            templates.mkdir()
            wait()
            time.sleep(0.5)  # what is told of the folder itself is no sign that it is watched
            told.clear()
            (templates / "base.html").write_text("x")
            wait(lambda: (templates / "base.html").write_text("x"))
            (templates / "base.html").unlink()
            wait()
            time.sleep(0.5)
            told.clear()
    finally:
        watch.close()
