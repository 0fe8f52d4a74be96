"""Builds the data set in a process of its own: `python -c "from bench import building; building.main(SIZES)"`."""

import json

import django


def main(sizes: str) -> None:
    """Fill the database that the environment names; `sizes` is JSON."""
    django.setup()
    from bench import data  # only now can it import models
    from bench.sizes import Sizes

    numbers = json.loads(sizes)
    data.build(Sizes(**{**numbers, "scales": tuple(numbers["scales"])}))
