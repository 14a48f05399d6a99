"""A push is built before it is accepted, and goes live exactly when its branch moves.

Git asks three times. `pre-receive` is before anything is accepted: here the release is made, or the
push refused. `reference-transaction` is when the branch is locked and about to move: here the
release goes live, by one rename, so that of two pushes only the one that git takes is published.
`post-receive` is when all is over: here the editor is told, and the next release prepared.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

import msgspec

from generator.errors import Problem, Problems, counted
from generator.publishing.building import Release, Tell, make_release, unwritable
from generator.publishing.git import ZERO, Git
from generator.publishing.journal import Entry, now, user
from generator.publishing.newsroom import Channel, Newsroom
from generator.publishing.outcome import MOST_LINES, changed_sources, differences, lines

_BRANCH = "refs/heads/"

_LOCKED = 3.0
"""Seconds that git may hold a lock without being taken for dead."""


class Update(NamedTuple):
    """A ref that is to move from the commit `old` to `new`; either is `ZERO` if it is not there."""

    old: str
    new: str
    ref: str


def updates(lines: Iterable[str]) -> list[Update]:
    """What git tells a hook on its standard input."""
    return [Update(*line.rstrip("\n").split(" ", 2)) for line in lines if line.strip()]


def before(newsroom: Newsroom, pushed: Iterable[Update], tell: Tell) -> None:
    """The hook `pre-receive`: makes the release; raises `Problems` to refuse the push."""
    for update in pushed:
        if update.ref == newsroom.published.ref:
            _make(newsroom, update, tell)
        else:
            for sentence in _on_others(newsroom, update):
                tell(sentence)


def moving(newsroom: Newsroom, moved: Iterable[Update]) -> None:
    """The hook `reference-transaction`, once all is prepared: what was built goes live."""
    channel = newsroom.published
    for update in moved:
        if update.ref == channel.ref and update.new != ZERO:
            built = newsroom.journal.built(channel.branch)
            ours = [number for number, one in built.items() if one.commit == update.new]
            if ours:
                make_live(newsroom, channel, max(ours), "live")


def after(newsroom: Newsroom, pushed: Iterable[Update], tell: Tell) -> None:
    """The hook `post-receive`: tells what is live, shows or takes away previews, and prepares."""
    for update in pushed:
        if update.ref == newsroom.published.ref:
            live = newsroom.published.releases.live()
            built = newsroom.journal.built(newsroom.published.branch).get(live)
            if built and built.commit == update.new:
                tell(f"Release {live} is live: {newsroom.settings.address}")
                with newsroom.locked(lambda: None):
                    newsroom.published.releases.retire(newsroom.published.keep)
            else:
                tell("It is not live yet: the next push, or `newsarchive publish rollback`, helps.")
        elif newsroom.settings.previews and update.ref.startswith(_BRANCH):
            _preview(newsroom, update, tell)


def make_live(newsroom: Newsroom, channel: Channel, number: int, event: str) -> None:
    """Show readers a release that is there; raises `Problems`."""
    try:
        channel.releases.make_live(number)
        entry = Entry(
            event="rollback" if event == "rollback" else "live",
            when=now(),
            by=user(),
            branch=channel.branch,
            release=number,
        )
        newsroom.journal.append(entry)
    except OSError as error:
        raise Problems([unwritable(error, channel.folder)]) from None


def _make(newsroom: Newsroom, update: Update, tell: Tell) -> None:
    channel = newsroom.published
    try:
        if update.new == ZERO:
            what = "this branch is the site, and cannot be deleted"
            remedy = "push what should be live to it instead"
            raise Problems([Problem(channel.branch, 1, what, remedy)])
        with newsroom.locked(lambda: tell("Another push is being published; this one is next…")):
            newsroom.turn.wait(lambda: newsroom.git.tip(channel.ref))
            for name in _locks_left(newsroom):
                tell(f"A push that was cut off had left {name}; it is taken away.")
            _refuse_late(newsroom, update)
            release = _built(newsroom, update, tell)
            for line in _outcome(newsroom, channel, release, update.new):
                tell(line)
            newsroom.turn.pass_on(update.old)
    except Problems as found:
        with suppress(OSError):  # the disk is full, as the problems say
            newsroom.journal.append(_refusal(newsroom, update, len(found.problems)))
        raise
    if release.address != newsroom.settings.address:
        tell(
            f"site.toml says that the site stands at {release.address}, and this server was set up "
            f"for {newsroom.settings.address}; mend the one, or set up the other again."
        )


def _locks_left(newsroom: Newsroom) -> Iterator[str]:
    """The names of git's locks that no process holds any more, and that are gone now. With them,
    git would refuse every push; nobody else moves the branch, and git itself is done at once."""
    for name in (f"{newsroom.published.ref}.lock", "HEAD.lock"):
        lock = newsroom.repository / name
        over = time.monotonic() + _LOCKED
        while lock.exists() and time.monotonic() < over:
            time.sleep(0.05)
        if lock.exists():
            lock.unlink(missing_ok=True)
            yield name


def _refuse_late(newsroom: Newsroom, update: Update) -> None:
    """Raise `Problems` where the branch is not at the commit that the push goes on from."""
    if newsroom.git.tip(newsroom.published.ref) != update.old:
        what = "another push came first"
        remedy = "get it with `git pull`, and push again"
        raise Problems([Problem(newsroom.published.branch, 1, what, remedy)])


def _built(newsroom: Newsroom, update: Update, tell: Tell) -> Release:
    channel, git = newsroom.published, newsroom.git
    if lost := _lost(git, update):
        tell(
            f"This takes {counted(lost, 'commit')} out of {channel.branch}, "
            f"which was at {update.old[:7]}."
        )
    commit = git.commit(update.new)
    tell(f"Building {commit.short}: {commit.subject}")
    return make_release(newsroom, channel, commit, tell)


def _refusal(newsroom: Newsroom, update: Update, problems: int) -> Entry:
    entry = Entry(
        event="refused",
        when=now(),
        by=user(),
        branch=newsroom.published.branch,
        problems=problems,
    )
    if update.new == ZERO:
        return entry
    commit = newsroom.git.commit(update.new)
    return msgspec.structs.replace(
        entry, commit=commit.name, author=commit.author, subject=commit.subject
    )


def _lost(git: Git, update: Update) -> int:
    """How many commits the branch had that it will not have."""
    if update.old == ZERO:
        return 0
    return int(git.says("rev-list", "--count", update.old, f"^{update.new}", "--") or 0)


def _outcome(newsroom: Newsroom, channel: Channel, release: Release, commit: str) -> Iterator[str]:
    """What the release of `commit` is, and how it differs from what is live."""
    built = release.built
    for note in built.notes[:MOST_LINES]:
        yield str(note)
    if len(built.notes) > MOST_LINES:
        yield f"… and {len(built.notes) - MOST_LINES:,} more to look at."
    yield (
        f"{counted(built.articles, 'article')}, {counted(built.pages, 'page')}"
        + (f", without {counted(built.drafts, 'draft')}: " if built.drafts else ": ")
        + f"{built.rendered:,} rendered, {counted(len(built.changes.written), 'file')} written, "
        f"{len(built.changes.removed):,} removed, in {release.seconds:.1f} s."
    )
    live = newsroom.published.releases
    known = newsroom.journal.built(newsroom.published.branch).get(live.live())
    sources = changed_sources(newsroom.git, known.commit, commit) if known else frozenset()
    after = channel.releases.path(release.number)
    yield from lines(differences(live.path(live.live()), after, sources), release.address)


def _on_others(newsroom: Newsroom, update: Update) -> Iterator[str]:
    """What a push to something else than the published branch does."""
    name = update.ref.removeprefix(_BRANCH)
    if update.ref.startswith("refs/tags/"):
        name = update.ref.removeprefix("refs/tags/")
        gone = update.new == ZERO
        yield f"The tag {name} {'goes' if gone else 'is kept'}; tags publish nothing."
    elif not update.ref.startswith(_BRANCH):
        yield f"{update.ref} is kept, and publishes nothing."
    elif update.new == ZERO:
        yield f"The branch {name} goes, and the site stays as it is."
    elif not newsroom.settings.previews:
        yield f"The branch {name} is kept; only {newsroom.settings.branch} is published."


def _begin_alike(published: Channel, channel: Channel) -> None:
    """A preview begins with what the builds of the published branch know."""
    known = published.cache / "newsarchive.sqlite"
    if known.exists() and not channel.cache.exists():
        channel.cache.mkdir(parents=True)
        shutil.copyfile(known, channel.cache / known.name)


def _preview(newsroom: Newsroom, update: Update, tell: Tell) -> None:
    """Show a branch's own release, or take it away. What does not build leaves the last one."""
    channel = newsroom.preview(update.ref.removeprefix(_BRANCH))
    with newsroom.locked(lambda: tell("Another push is being published; this one is next…")):
        if update.new == ZERO:
            channel.forget()
            tell(f"The preview of {channel.branch} is gone.")
            return
        if newsroom.git.tip(channel.ref) != update.new:
            return  # a later push shows a later one
        commit = newsroom.git.commit(update.new)
        tell(f"Building a preview of {commit.short}: {commit.subject}")
        try:
            _begin_alike(newsroom.published, channel)
            release = make_release(newsroom, channel, commit, tell)
            make_live(newsroom, channel, release.number, "live")
            for line in _outcome(newsroom, channel, release, commit.name):
                tell(line)
            channel.releases.retire(channel.keep)
        except (Problems, OSError) as found:
            for line in str(found).split("\n"):
                tell(line)
            tell(f"The branch {channel.branch} is kept, but there is no new preview of it.")
            return
    tell(f"The preview of {channel.branch} is at {channel.address}")
