"""Values become structs, and everything in them that does not fit is told at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

import msgspec

from generator.documents.document import Document, Place, brief
from generator.errors import Problem, Problems

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)


def decode(document: Document, kind: type[T], place: Place = ()) -> T:
    """The value at `place` as a `kind`, a `msgspec.Struct`.

    Raises `Problems` with everything in it that does not fit.
    """
    value: Any = document.values
    for key in place:
        value = value[key]
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        if isinstance(value, dict):
            raise Problems(_misfits(document, value, kind, place)) from None
        raise Problems(_misfit(document, value, kind, place)) from None


def fitting(document: Document, kind: type[S]) -> S:
    """A `kind`, all of whose fields have defaults, of the values in `document` that do fit it."""
    values = {}
    for field in msgspec.structs.fields(kind):
        value = document.values.get(field.encode_name)
        if value is not None and not any(_misfit(document, value, field.type, ())):
            values[field.encode_name] = value
    return msgspec.convert(values, kind, strict=False)


def misspelt(values: Mapping[str, Any], kind: type[msgspec.Struct]) -> dict[str, str]:
    """For each key of `values` that is none of `kind`, but is close to one, that one."""
    fields = [field.encode_name for field in msgspec.structs.fields(kind)]
    meant = {}
    for key in values.keys() - set(fields):
        if near := difflib.get_close_matches(key, fields, n=1, cutoff=0.6):
            meant[key] = near[0]
    return meant


def _misfits(
    document: Document, values: Mapping[str, Any], kind: Any, place: Place
) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    meant = misspelt(values, kind)
    for key in values.keys() - fields.keys():
        known = f"known are {', '.join(fields)}"
        remedy = f"did you mean `{meant[key]}`?" if key in meant else known
        yield document.problem((*place, key), f"unknown key `{brief(key)}`", remedy)
    for key, field in fields.items():
        if key not in values:
            if field.required and key not in meant.values():
                where = f" in `{'.'.join(map(str, place))}`" if place else ""
                syntax = document.syntax
                line = syntax.table if _is_struct(field.type) else syntax.text
                yield document.problem(place, f"no `{key}`{where}", f"add {line.format(key=key)}")
            continue
        yield from _misfit(document, values[key], field.type, (*place, key))


def _misfit(document: Document, value: Any, kind: Any, place: Place) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind, strict=False)
        return
    except msgspec.ValidationError as error:
        wrong = str(error).partition(" - at ")[0]
    for inner in (kind, *get_args(kind)):
        if isinstance(value, dict) and _is_struct(inner):
            yield from _misfits(document, value, inner, place)
            return
        if isinstance(value, list) and get_origin(inner) is tuple:
            for at, item in enumerate(value):
                yield from _misfit(document, item, get_args(inner)[0], (*place, at))
            return
        if isinstance(value, dict) and get_origin(inner) is dict:
            for key, item in value.items():
                yield from _misfit(document, item, get_args(inner)[1], (*place, key))
            return
    name = ".".join(str(key) for key in place if isinstance(key, str))
    found = re.fullmatch(r"Expected `(.+?)`, got `(.+?)`", wrong)
    if found:
        wanted = " or ".join(_WORDS.get(one, one) for one in found[1].split(" | ") if one != "null")
        yield document.problem(
            place, f"`{name}` is {_WORDS.get(found[2], found[2])}", f"it must be {wanted}"
        )
    else:
        # A pattern tells an editor nothing.
        why = brief(value) if isinstance(value, str) and "regex" in wrong else wrong
        yield document.problem(place, f"`{name}` does not fit: {why}", "correct the value")


_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table of keys and values",
    "null": "empty",
}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
