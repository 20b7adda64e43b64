"""The mark ``dataclass`` for frozen values, as `dataclasses` has it, at a fifth of what that costs.

`dataclasses` writes six functions of every class as source text and compiles them when the class is
made: half a millisecond, and over a hundred classes stand between the start and the first page.
Here comparing, hashing and showing need no text of their own, and `__init__` is written when a
value is made for the first time. Open to every layer.
"""

from __future__ import annotations

import dataclasses
import sys
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field, dataclass
    from types import MethodType

__all__ = ["dataclass"]


def _frozen(*, frozen: bool, slots: bool = False, kw_only: bool = False) -> Callable[[type], type]:
    """Make values of classes; `dataclasses` is for those that are not frozen, or have an order."""
    if not frozen:
        raise TypeError("what is not frozen is made by dataclasses.dataclass")

    def make(plain: type) -> type:
        # Where there is no docstring, `dataclasses` looks for a signature: there is none yet.
        plain.__doc__ = plain.__doc__ or plain.__name__
        own = _own_methods(plain)
        make_fields = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )
        made: Any = make_fields(plain)
        fields = dataclasses.fields(made)
        if not all(one.init for one in fields):
            raise TypeError("a field that is not given is made by dataclasses.dataclass")
        for name, method in _methods(made, fields).items():
            if name not in own:
                setattr(made, name, method)
        return made  # type: ignore[no-any-return]  # dataclasses knows it by its fields only

    return make


def _own_methods(plain: type) -> set[str]:
    """Return what the class itself says, which stays as it is."""
    own = set(vars(plain))
    if "__eq__" in own and vars(plain).get("__hash__") is None:
        # Python's own doing: what says how to compare loses its hash.
        own.discard("__hash__")
    return own


def _methods(made: type, fields: tuple[Field[Any], ...]) -> dict[str, object]:
    compared = _getter([one.name for one in fields if one.compare])
    hashed = _getter([one.name for one in fields if one.compare and one.hash is not False])
    names = [one.name for one in fields]
    shown = [one.name for one in fields if one.repr]

    def equal(self: object, other: object) -> object:
        if other.__class__ is self.__class__:
            return compared(self) == compared(other)
        return NotImplemented

    def state(self: object) -> list[object]:
        return [getattr(self, name) for name in names]

    def take_state(self: object, values: list[object]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    def show(self: object) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({said})"

    methods = {
        "__init__": _Init(made),
        "__eq__": equal,
        "__hash__": lambda self: hash(hashed(self)),
        "__repr__": show,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }
    if "__slots__" in vars(made):
        methods |= {"__getstate__": state, "__setstate__": take_state}
    return methods


def _getter(names: list[str]) -> Callable[[object], object]:
    """Return what gets these fields: the one where there is one, else a tuple."""
    return attrgetter(*names) if names else lambda _: ()


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


class _Init:
    """Stands for `__init__` until it is first asked for, then takes itself out of the way."""

    def __init__(self, made: type) -> None:
        self._made = made

    def __get__(self, value: object | None, _: type | None = None) -> Callable[..., None]:
        made: Any = self._made
        init = _written(made)
        made.__init__ = init
        bound: MethodType | Callable[..., None] = init.__get__(value, made)
        return bound


def _written(made: type) -> Any:
    """Write the `__init__` of a class, as `dataclasses` does."""
    fields = dataclasses.fields(made)
    known: dict[str, object] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    parameters, by_name, lines = ["self"], ["*"], []
    for at, one in enumerate(fields):
        parameter, value = _parameter(one, f"_default{at}", known)
        (by_name if one.kw_only else parameters).append(parameter)
        lines.append(f"_set(self, {one.name!r}, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    if len(by_name) > 1:
        parameters += by_name
    body = "".join(f"\n  {line}" for line in lines or ["pass"])
    head = f"def _make({', '.join(known)}):\n def __init__({', '.join(parameters)}):"
    found: dict[str, Any] = {}
    # Of names of fields alone.
    exec(f"{head}{body}\n return __init__", vars(sys.modules[made.__module__]), found)  # noqa: S102
    init = found["_make"](**known)
    init.__qualname__ = f"{made.__qualname__}.__init__"
    init.__annotations__ = {one.name: one.type for one in fields} | {"return": None}
    return init


def _parameter(one: Field[Any], default: str, known: dict[str, object]) -> tuple[str, str]:
    """Return a field as a parameter, and what it is set to; `known` is what both can name."""
    name = one.name
    if one.default is not dataclasses.MISSING:
        known[default] = one.default
        return f"{name}={default}", name
    if one.default_factory is not dataclasses.MISSING:
        known[default] = one.default_factory
        return f"{name}=_missing", f"{default}() if {name} is _missing else {name}"
    return name, name


if not TYPE_CHECKING:
    dataclass = _frozen
