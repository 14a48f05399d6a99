"""An edition is the archive seen in one language: which of two texts is shown, and every link."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import CHINESE, ENGLISH, Article, Image, Language
from generator.page import Alternate, Link, Meta, MonthLink, Ref, TopicLink
from generator.text import Text
from generator.units import MonthCount, Shown, TopicCount, TopicName
from generator.urls import Address, Urls, article_route, full_route, month_route, topic_route


class Edition:
    """The links and texts of one language; `article` finds an article by its path."""

    def __init__(self, language: Language, urls: Urls, article: Callable[[str], Article]) -> None:
        self.language = language
        self.urls = urls
        self.article = article
        self._links: dict[Shown, Link] = {}

    def address(self, route: str) -> Address:
        return Address(self.language, route)

    def url(self, route: str) -> str:
        """The link to a page of this edition."""
        return self.urls.link(self.address(route).output)

    def meta(self, route: str, title: str = "", description: str = "") -> Meta:
        """The head of a page that both editions have, each in its own language."""
        english, chinese = (
            self.urls.permalink(Address(language, route).output) for language in ("en", "zh-Hant")
        )
        return Meta(
            canonical=english if self.language == "en" else chinese,
            counterpart=self.urls.link(self.address(route).into(self.other).output),
            title=title,
            description=description,
            alternates=alternates(english, chinese),
        )

    @property
    def other(self) -> Language:
        return "zh-Hant" if self.language == "en" else "en"

    def pick(self, english: str, chinese: Text | None) -> tuple[str, str]:
        """The text to show and, where it is not in the edition's language, its `lang`."""
        if self.language == "en":
            return english, ""
        return (chinese.display, "") if chinese else (english, ENGLISH if english else "")

    def counter(self, english: str, chinese: Text | None) -> tuple[str, str]:
        """The text in the language that `pick` did not show, and its `lang`, if there is one."""
        if chinese is None:
            return "", ""
        return (chinese.display, CHINESE) if self.language == "en" else (english, ENGLISH)

    def plain(self, english: str, chinese: Text | None) -> str:
        """What `pick` shows, as it stands where no stylesheet reaches."""
        return english if self.language == "en" or chinese is None else chinese.plain

    def link(self, shown: Shown) -> Link:
        known = self._links.get(shown)
        if known is None:
            article = self.article(shown.path)
            known = self._links[shown] = Link(
                self.url(article_route(article.date, article.slug)),
                *self.pick(article.title, article.zh_title),
                article.date,
                *self.pick(article.summary, article.zh_summary),
            )
        return known

    def ref(self, shown: Shown) -> Ref:
        link = self.link(shown)
        return Ref(link.url, link.title, link.title_lang)

    def topic_link(self, counted: TopicCount) -> TopicLink:
        topic = counted.topic
        return TopicLink(
            topic.slug, self.url(topic_route(topic.slug)), *self.topic_name(topic), counted.count
        )

    def topic_name(self, topic: TopicName) -> tuple[str, str]:
        """A topic's name; one that was never translated is a name in both languages."""
        name, lang = self.pick(topic.name, topic.zh_name)
        return name, "" if topic.zh_name is None and has_no_english(name) else lang

    def month_link(self, month: MonthCount) -> MonthLink:
        url = self.url(month_route(month.year, month.month))
        return MonthLink(url, month.year, month.month, month.count)

    def source(self, image: Image) -> str:
        """The link to a picture."""
        return self.urls.prefix + image.src[1:] if image.src.startswith("/") else image.src

    def full_url(self, article: Article) -> str:
        """The link to the whole Chinese text, empty where none is stored."""
        if article.zh_body is None:
            return ""
        route = full_route(article.date, article.slug)
        return self.urls.link(Address("zh-Hant", route).output)


def alternates(english: str, chinese: str) -> tuple[Alternate, ...]:
    """The two permalinks as `hreflang` names them; English is what an unknown reader gets."""
    return (
        Alternate("en", english),
        Alternate("zh-Hant", chinese),
        Alternate("x-default", english),
    )


def has_no_english(name: str) -> bool:
    return not any(char.isascii() and char.isalpha() for char in name)
