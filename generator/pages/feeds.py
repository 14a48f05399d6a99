"""A feed says of each article what its page says, with addresses that hold anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from generator.config import Settings
from generator.dates import Date, moment
from generator.feeds import Category, Entry, Feed, Said, Written
from generator.model import CHINESE, ENGLISH, Article, last_change
from generator.pages.edition import Edition
from generator.text import Text
from generator.units import FeedUnit, TopicName
from generator.urls import HOME, TOPICS, article_route, feed_routes, full_route, topic_route

_SINCE = "2026"
_NUMBERS = re.compile(r' data-(?:block|pair)="[^"]*"')
"""What pairs a text with its translation, on a page."""


def make_feed(
    edition: Edition, unit: FeedUnit, entries: Iterable[Written], settings: Settings, assets: str
) -> Feed:
    """The feed that `unit` makes in `edition`; `assets` is the folder of the stylesheet."""
    urls, topic = edition.urls, unit.topic
    chinese = edition.language == "zh-Hant"
    site = settings.zh_hant.title if chinese else settings.title
    about = settings.zh_hant.description if chinese else settings.description
    if topic:
        about = edition.plain(unit.description, unit.zh_description)
    atom, json = (
        edition.address(route).output for route in feed_routes(topic.slug if topic else "")
    )
    listing = topic_route(topic.slug) if topic else HOME
    return Feed(
        id=urls.tag(_SINCE, atom),
        lang=CHINESE if chinese else ENGLISH,
        title=f"{edition.plain(topic.name, topic.zh_name)} | {site}" if topic else site,
        author=site,
        description=about,
        home=urls.permalink(edition.address(listing).output),
        atom=urls.permalink(atom),
        json=urls.permalink(json),
        style=urls.link(f"{assets}feed.css"),
        icon=urls.permalink(f"{assets}icon.svg"),
        entries=tuple(entries),
    )


def make_entry(
    edition: Edition, article: Article, topics: Iterable[TopicName], html: str, settings: Settings
) -> Entry:
    """The entry of `article` in `edition`, which has these topics; `html` is the text that
    `entry_page` has, as it is stored, or empty where the feed does without."""
    urls = edition.urls
    url = urls.permalink(entry_page(edition, article))
    native = edition.language == "zh-Hant" and bool(article.zh_authors)
    scheme = urls.permalink(edition.address(TOPICS).output)
    route = article_route(article.date, article.slug)
    return Entry(
        id=urls.tag(Date(article.date.year, article.date.month).iso, edition.address(route).output),
        url=url,
        lang=CHINESE if _is_whole(edition, article) else ENGLISH,
        title=_said(edition, article.title, article.zh_title),
        summary=_said(edition, article.summary, article.zh_summary),
        published=moment(article.date, settings.zone),
        updated=moment(last_change(article), settings.zone),
        authors=article.zh_authors if native else article.authors,
        categories=tuple(
            Category(topic.slug, edition.plain(topic.name, topic.zh_name), scheme)
            for topic in topics
        ),
        html=html and _picture(edition, article) + _alone(edition, html, url),
        image=urls.absolute(edition.source(article.image)) if article.image else "",
    )


def _alone(edition: Edition, html: str, url: str) -> str:
    """The text `html` of the page at `url`, as it stands away from it."""
    urls = edition.urls
    return urls.alone(urls.placed(_NUMBERS.sub("", html), edition.language), url)


def entry_page(edition: Edition, article: Article) -> str:
    """The output path of the page that has the text of `article`: its whole Chinese text where the
    edition has one."""
    route = full_route if _is_whole(edition, article) else article_route
    return edition.address(route(article.date, article.slug)).output


def _is_whole(edition: Edition, article: Article) -> bool:
    return edition.language == "zh-Hant" and article.zh_body is not None


def _said(edition: Edition, english: str, chinese: Text | None) -> Said:
    return Said(edition.plain(english, chinese), edition.pick(english, chinese)[1])


def _picture(edition: Edition, article: Article) -> str:
    if article.image is None:
        return ""
    src = edition.urls.absolute(edition.source(article.image))
    return f'<p><img src="{escape(src)}" alt="{escape(article.image.alt)}"></p>\n'
