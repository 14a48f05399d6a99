"""What is served is what a build writes, byte for byte, but for one script in a page's head."""

from __future__ import annotations

import asyncio
import html
import mimetypes
import os
import socket
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from queue import SimpleQueue

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from generator.digest import digest
from generator.errors import Problem, Problems, printable
from generator.preview.current import Edited
from generator.preview.events import Hub
from generator.preview.site import Answer, Change, Mistake, Preview, Story
from generator.preview.watching import Watch
from generator.preview.worker import Worker

OWN = "/.newsarchive/"
"""Below this path stands what is the preview's and not the site's."""

STILL, AT_MOST = 0.03, 0.5
"""Edits are one edit until none comes for so many seconds, or so many have passed."""

ALONE = 1.0
"""Where an article was saved so many seconds before another, no browser goes to that: it is no
editor who writes so fast, but git or a script."""

_SCRIPTS = {"reload.js", "morph.js", "overlay.js", "place.js"}
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_ANYWHERE = ("0.0.0.0", "::")
_NO_STORE = {"Cache-Control": "no-store"}


class Server:
    """Serves `preview`, which is opened here: after the watch over its files began, so that no
    edit is missed. `tell` is given each line that is to be read in a terminal; `follow` makes
    browsers go to the article that was edited."""

    def __init__(
        self, preview: Preview, root: Path, follow: bool, tell: Callable[[str], None]
    ) -> None:
        self._preview = preview
        self._follow = follow
        self._tell = tell
        self._told: set[str] = set()
        self._prefixes: dict[str, None] = {}
        self._saved: tuple[float, tuple[Story, ...]] = 0.0, ()
        self._edits: SimpleQueue[Edited] = SimpleQueue()
        self._awake: Callable[[], object] = lambda: None
        self.hub = Hub()
        self._watch = Watch(root, self._edited)
        try:
            preview.open()
        except BaseException:
            self._watch.close()
            raise

    def _edited(self, edited: Edited) -> None:
        self._edits.put(edited)
        self._awake()

    def app(self, hosts: list[str]) -> Starlette:
        """The application; `hosts` are the names that it may be asked by."""
        return Starlette(
            routes=[
                Route(f"{OWN}events", self._events),
                Route(OWN + "{name}", self._script),
                Route("/{path:path}", self._page),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)],
            lifespan=self._living,
        )

    @asynccontextmanager
    async def _living(self, _: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        there = asyncio.Event()

        def awake() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(there.set)

        self._worker = Worker()
        self._awake = awake
        awake()
        reloading = asyncio.create_task(self._reload(there))
        self._tell_mistakes(self._preview.mistakes())
        try:
            yield
        finally:
            reloading.cancel()
            self._watch.close()
            self._worker.close()
            self._preview.close()

    async def _reload(self, there: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await there.wait()
            end = loop.time() + AT_MOST
            while there.is_set() and loop.time() < end:
                there.clear()
                await asyncio.sleep(STILL)
            there.clear()
            edited = Edited()
            while not self._edits.empty():
                edited |= self._edits.get()
            if not edited:
                continue
            begun = loop.time()
            change = await self._worker.result(partial(self._preview.change, edited))
            if self._follow and change.stories:
                is_one = self._is_one(change.stories, begun)
                change = msgspec.structs.replace(change, follow=is_one)
                self._saved = loop.time(), change.stories
            if change.mistakes:
                self._tell_mistakes(change.mistakes)
            elif self._told:
                self._told.clear()
                self._tell("All is mended.")
            if change != Change():
                self.hub.tell(change)

    def _is_one(self, stories: tuple[Story, ...], now: float) -> bool:
        """Whether `stories` is one, and no other was saved just before, or is waiting."""
        then, last = self._saved
        same = [one.links for one in stories] == [one.links for one in last]
        return len(stories) == 1 and self._edits.empty() and (same or now - then > ALONE)

    def _tell_mistakes(self, mistakes: tuple[Mistake, ...]) -> None:
        for one in mistakes:
            said = str(Problem(one.path, one.line, one.what, one.remedy))
            if said not in self._told:
                self._told.add(said)
                self._tell(said)

    async def _events(self, _: Request) -> Response:
        stream = self.hub.stream(self._greeting)
        return StreamingResponse(stream, media_type="text/event-stream", headers=_NO_STORE)

    async def _greeting(self) -> dict[str, object]:
        preview = self._preview
        return {
            "hello": True,
            "drafts": await self._worker.result(preview.drafts),
            "mistakes": await self._worker.result(preview.mistakes),
        }

    async def _script(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _SCRIPTS:
            return _plain(404, "there is no such script")
        script = Path(__file__).parent / "browser" / name
        return FileResponse(script, media_type="text/javascript", headers=_NO_STORE)

    async def _page(self, request: Request) -> Response:
        return await self._worker.result(partial(self._answer, request))

    def _answer(self, request: Request) -> Response:
        preview, path = self._preview, request.url.path
        asked = request.path_params["path"]
        below = preview.prefix.lstrip("/")
        self._prefixes[below] = None
        inside = asked.removeprefix(below)
        is_there = asked.startswith(below) and preview.has(_file_of(inside))
        if not is_there and (moved := next(self._moved(asked, below), None)):
            return RedirectResponse(moved)
        if not asked.startswith(below):
            if f"{asked}/" == below or not asked:
                return RedirectResponse(preview.prefix)
            return _plain(404, f"the site stands at {preview.prefix}")
        if not preview.has(_file_of(inside)) and preview.has(f"{inside}/index.html"):
            return RedirectResponse(f"{path}/")
        inside = _file_of(inside)
        return self._response(preview.answer(inside), inside, request)

    def _moved(self, asked: str, below: str) -> Iterator[str]:
        """Where a page is now that is `asked` for where the site stood before."""
        for before in self._prefixes:
            path = asked.removeprefix(before)
            if before != below and asked.startswith(before) and self._preview.has(_file_of(path)):
                yield f"/{below}{path}"

    def _response(self, answer: Answer, inside: str, request: Request) -> Response:
        if answer.file:
            return _file(answer.file)
        if answer.mistakes:
            self._tell_mistakes(answer.mistakes)
            if request.headers.get("accept") == "application/json":
                body = msgspec.json.encode({"mistakes": answer.mistakes})
                return Response(body, 500, _NO_STORE, "application/json")
            if not answer.data:
                answer = msgspec.structs.replace(answer, data=_mistakes_page(answer.mistakes))
        if answer.status == HTTPStatus.OK and not inside.endswith(".html"):
            kind = mimetypes.guess_type(inside)[0] or "application/octet-stream"
            return Response(answer.data, answer.status, _NO_STORE, kind)
        shown = answer.data.replace(answer.mask.encode() or b"\0", b"")
        mark = digest(shown, answer.mark.encode()).hex()[:20]
        headers = _NO_STORE | {"ETag": f'"{mark}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(b"", 304, headers)
        query = f"{mark}&{answer.mark}" if answer.mark else mark
        return Response(with_script(answer.data, query), answer.status, headers, "text/html")


def script_tag(query: str) -> bytes:
    """What is added to a page: `query` is its mark and, after `&`, what else is said of it."""
    return f'<script type="module" src="{OWN}reload.js?{html.escape(query)}"></script>\n'.encode()


def with_script(page: bytes, query: str) -> bytes:
    """`page`, with the script before all others."""
    head, found, rest = page.partition(b"<head>\n")
    return head + found + script_tag(query) + rest if found else script_tag(query) + page


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises `Problems` where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not (host.isascii() and host.isprintable() and host):
        what = "it is no address to listen at"
        raise Problems([Problem("--host", 1, what, "leave it out, or name an address")])
    try:
        return socket.create_server((host, port), family=family, backlog=100)
    except OSError as error:
        number = error.errno or 0
        why = os.strerror(number) if number > 0 else error.strerror or str(error)
        remedy = "choose another with --port, or any that is free with --port 0"
        what = f"the port cannot be listened at: {why[:1].lower()}{why[1:]}"
        raise Problems([Problem(host, port, what, remedy)]) from None


def run(server: Server, listener: socket.socket, host: str) -> None:
    """Serve at `listener` until the process is interrupted."""
    with suppress(KeyboardInterrupt):
        serving(server, host).run(sockets=[listener])


def serving(server: Server, host: str) -> uvicorn.Server:
    """What serves `server` until its `should_exit` is set."""
    config = uvicorn.Config(
        server.app(hosts_of(host)),
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="on",
        loop="asyncio",
        http="h11",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return _Uvicorn(config, server.hub)


class _Uvicorn(uvicorn.Server):
    """Lets those who listen to events go before it waits for all to end."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


def hosts_of(host: str) -> list[str]:
    """The names by which a server at `host` may be asked: a page of another site, whose name was
    made to lead here, is refused."""
    own = f"[{host}]" if ":" in host else host
    names = [*_LOOPBACK, own]
    if host in _ANYWHERE:
        name = socket.gethostname()
        names.append(name)
        with suppress(OSError):
            names += socket.gethostbyname_ex(name)[2]
    return list(dict.fromkeys(one.lower() for one in names if "*" not in one))


def _file_of(path: str) -> str:
    """The file that a `path` of the site asks for."""
    return f"{path}index.html" if not path or path.endswith("/") else path


def _file(path: str) -> Response:
    try:
        found = os.stat(path)
    except OSError:
        return _plain(404, "the file is not there any more")
    if not stat.S_ISREG(found.st_mode):
        return _plain(404, "it is not a plain file")
    return FileResponse(path, headers=_NO_STORE, stat_result=found)


def _plain(status: int, text: str) -> Response:
    return Response(f"{text}\n", status, _NO_STORE, "text/plain")


def _mistakes_page(mistakes: tuple[Mistake, ...]) -> bytes:
    """What is shown where no good page is left."""
    told = "".join(
        f"<li>{html.escape(printable(f'{one.path}:{one.line}: {one.what}; {one.remedy}'))}</li>"
        for one in mistakes
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Not shown</title>\n</head>\n<body>\n<ul>{told}</ul>\n</body>\n</html>\n"
    ).encode()
