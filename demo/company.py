"""Reads the demo company from `content/*.toml`. Pure: dictionaries in, dictionaries out."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
Row = dict[str, Any]


def read(name: str) -> Row:
    """One file of the company, such as `campaigns`."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def ideas() -> dict[str, list[Row]]:
    """Campaign slug → its ideas, in the order of the files."""
    found: dict[str, list[Row]] = {}
    for path in sorted(FOLDER.glob("ideas-*.toml")):
        content = read(path.stem)
        found.setdefault(content["campaign"], []).extend(content["idea"])
    return found


def personas() -> dict[str, str]:
    """Persona → e-mail, in the order of the road: employee, curator, executive, administrator."""
    people = read("people")["person"]
    return {person["persona"]: person["email"] for person in people if "persona" in person}
