"""Bootstrap, cut down to the classes that our pages name.

A class is found where it is written out: in a `class` of a template, or as a word in a string of a script or of the
Python that makes form controls. A name put together while a page is made (`btn-{{ tone }}`) is not found.
"""

import re
from collections.abc import Iterator
from pathlib import Path

IN_TEMPLATE = re.compile(r'\bclass="((?:[^"{]|{%.*?%}|{{.*?}}|{)*)"', re.S)
TAG = re.compile(r"{%.*?%}", re.S)
VALUE = re.compile(r"{{.*?}}", re.S)
STRING = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`')
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NAME = re.compile(r"-?[A-Za-z_][\w-]*")
DECLARED = re.compile(r'(?<=[{;])(--[\w-]+):(?:[^;{}"]|"[^"]*")*;?')
CODE = ("static/cocreate/*.js", "*/templatetags/*.py", "*/forms.py", "*/widgets.py")


def in_templates(root: Path) -> dict[str, Path]:
    """Every class that a template writes out, and one template that does."""
    found: dict[str, Path] = {}
    for path in sorted(root.glob("templates/**/*.html")):
        for value in IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            words = VALUE.sub("{}", TAG.sub(" ", value)).split()
            found.update({word: path for word in words if NAME.fullmatch(word)})
    return found


def in_code(root: Path) -> set[str]:
    """Every word in a string of what makes markup outside templates: more than classes, but none is missing."""
    texts = (path.read_text(encoding="utf-8") for pattern in CODE for path in root.glob(pattern))
    strings = (string for text in texts for groups in STRING.findall(text) for string in groups)
    return {word for string in strings for word in NAME.findall(string)}


def named(root: Path) -> set[str]:
    """Every class that a page may have."""
    return {*in_templates(root), *in_code(root)}


def classes(css: str) -> set[str]:
    """Every class that `css` has a rule for."""
    return {name for head, _ in rules(css) for name in CLASS.findall(head)}


def cut(css: str, names: set[str], own: str) -> str:
    """`css` with the rules of the classes `names` alone, and the variables and animations that these or `own` use."""
    before, after = "", _kept(css, names)
    while before != after:
        before = after
        after = "".join(_animated(_used(after, own)))
        after = re.sub(r"(?<=[{}])[^{}]+\{\}", "", after)
    return after


def _kept(css: str, names: set[str]) -> str:
    kept = []
    for head, body in blocks(css):
        if head.startswith(("@media", "@supports")):
            inner = _kept(body, names)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            heads = [each for each in selectors(head) if names.issuperset(CLASS.findall(each))]
            kept += [f"{','.join(heads)}{{{body}}}"] if heads else []
    return "".join(kept)


def _used(css: str, own: str) -> str:
    """Everything but the variables that nothing reads."""
    read = set(re.findall(r"var\((--[\w-]+)", css + own))
    return DECLARED.sub(lambda match: match[0] if match[1] in read else "", css)


def _animated(css: str) -> Iterator[str]:
    """Everything but the animations that nothing plays."""
    for head, body in blocks(css):
        name = head.removeprefix("@keyframes").strip()
        if not head.startswith("@keyframes") or re.search(rf"animation[\w-]*:[^;}}]*\b{name}\b", css):
            yield f"{head}{{{body}}}"


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before and between each outermost pair of braces."""
    css, at = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", css, flags=re.S), 0
    while (start := css.find("{", at)) >= 0:
        end, depth = start + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:start].strip(), css[start + 1 : end - 1]
        at = end


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Every rule, those inside of @media as well: its selectors and its body."""
    for head, body in blocks(css):
        if head.startswith(("@media", "@supports")):
            yield from rules(body)
        elif not head.startswith("@"):
            yield head, body


def selectors(head: str) -> list[str]:
    """The selectors of a list; a comma inside of brackets divides none."""
    return re.split(r",(?![^(]*\))", head)
