"""Parameters as PHP reads them from a form: courseids[0]=3, options[0][name]=limitfrom."""

from __future__ import annotations

from collections.abc import Mapping


def encode_form(parameters: Mapping[str, object]) -> dict[str, str]:
    """Lists and objects as one field for each value."""
    return dict(field for name, value in parameters.items() for field in encode_field(name, value))


def encode_field(name: str, value: object) -> list[tuple[str, str]]:
    """The fields of one parameter."""
    if isinstance(value, Mapping):
        return [field for key, inner in value.items() for field in encode_field(f"{name}[{key}]", inner)]
    if isinstance(value, list):
        return [
            field for index, inner in enumerate(value) for field in encode_field(f"{name}[{index}]", inner)
        ]
    return [(name, str(value))]
