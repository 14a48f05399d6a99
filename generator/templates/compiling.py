"""The templates of an edition are compiled for it alone, each when it is first rendered."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

import msgspec
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    nodes,
)
from jinja2.compiler import CodeGenerator, MacroRef
from jinja2.compiler import Frame as Scope
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from generator.templates.folding import Folding
from generator.templates.remembering import pure_macros, remembered
from generator.templates.theme import template_file


class EditionLoader(BaseLoader):
    """Compiles templates from their sources. `folded` is the digest of what is folded into them."""

    def __init__(self, sources: dict[str, str], folding: Folding, folded: str) -> None:
        self._sources = sources
        self._folding = folding
        self._folded = folded

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002 - as Jinja calls it
    ) -> Template:
        try:
            source = self._sources[name]
        except KeyError:
            raise TemplateNotFound(name) from None
        cache = environment.bytecode_cache
        bucket = cache.get_bucket(environment, name, self._folded, source) if cache else None
        code = bucket.code if bucket else None
        if code is None:
            said = template_file(name)
            tree = self._folding.visit(environment.parse(source, name, said))
            code = environment.compile(tree, name, said)
            if cache and bucket:
                bucket.code = code
                cache.set_bucket(bucket)
        # Every template shares the globals of all; Jinja would look through two maps.
        return environment.template_class.from_code(environment, code, environment.globals)


class _Context(Context):
    """Calls what a template calls; nothing that it is given wants the context itself."""

    def call(
        __self,  # noqa: N805
        __obj: Callable[..., Any],
        *args: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **kwargs: Any,
    ) -> Any:
        return __obj(*args, **kwargs)


class _CodeGenerator(CodeGenerator):
    """Jinja's, but for macros that remember, and markup that is not copied to be shown."""

    def visit_Template(  # noqa: N802 - as Jinja calls it
        self, node: nodes.Template, frame: Scope | None = None
    ) -> None:
        self._pure = pure_macros(node)
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Scope) -> None:
        pure = any(macro_ref.node is macro for macro in self._pure)
        self.write("environment.remembered(" if pure else "(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Scope, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class EditionEnvironment(SandboxedEnvironment):
    """Jinja for one edition, whose `loader` and globals are set once its words are known.

    Sandboxed: a template that was pushed by a stranger can read what a page shows, and run nothing.
    """

    code_generator_class = _CodeGenerator
    context_class = _Context
    remembered = staticmethod(remembered)

    def __init__(self, bytecode: BytecodeCache | None) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
            bytecode_cache=bytecode,
        )
        # What differs from one build to the next has no place in a page.
        del self.globals["lipsum"], self.filters["random"]

    @staticmethod
    def shown(value: object) -> str:
        """`value` as a page shows it."""
        if type(value) is Markup:
            return value
        return str(value) if type(value) is int else escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As the sandbox has it, but sooner for the values that pages are made of."""
        if isinstance(obj, msgspec.Struct) and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As Jinja has it, but that a value is not asked for an item first, when a filter such as
        `map` wants an attribute."""
        if isinstance(obj, msgspec.Struct) and isinstance(argument, str):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)
