"""No two names of one kind in a body are equal."""

from __future__ import annotations


class Names:
    """Numbers equal names by a pattern such as `{name}-{count}`, from the second on."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._given: set[str] = set()
        self._count: dict[str, int] = {}

    def give(self, name: str) -> str:
        """`name`, or the first of its numbered forms that was not given yet."""
        given = name
        while given in self._given:
            self._count[name] = self._count.get(name, 1) + 1
            given = self._pattern.format(name=name, count=self._count[name])
        self._given.add(given)
        return given


class Regions:
    """The accessible names of what scrolls by itself in a body."""

    def __init__(self) -> None:
        self._names = Names("{name} ({count})")

    def attributes(self, name: str) -> dict[str, str | int | float]:
        """What makes an element a region that a keyboard can scroll, called `name`."""
        return {"role": "region", "aria-label": self._names.give(name), "tabindex": "0"}
