"""Static files in production: hashed, compressed, and all styles as one sheet, since a phone waits for each request."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "cocreate/all.css"
OWN = ("tokens", "base", "shell", "layout", "thread", "measures", "votes", "talk", "forms", "work", "essay", "states")
PARTS = ("vendor/fonts.css", "vendor/bootstrap.min.css", *[f"cocreate/{name}.css" for name in OWN])


class OneSheet(CompressedManifestStaticFilesStorage):
    """`collectstatic` writes all parts into `SHEET`, and pages link to that alone (`{% styles %}`)."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            self.delete(SHEET)
            self.save(SHEET, ContentFile("".join(map(self._part, PARTS)).encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _part(self, name: str) -> str:
        """The rules of a part without what is for its authors, and its addresses as they are seen from the sheet."""
        with self.open(name) as file:
            text = file.read().decode()
        folder = name.rpartition("/")[0]
        text = re.sub(r'url\("(?![\w+]+:|/)', f'url("../{folder}/', text)
        text = re.sub(r"/\*(?!!).*?\*/", "", text, flags=re.DOTALL)
        return re.sub(r" ?([{};]) ?", r"\1", re.sub(r"\s+", " ", text))
