"""Tests of `bin/bench`. Its modules lie in a folder of their own, and here they become known by their names."""

import sys
from pathlib import Path

FOLDER = str(Path(__file__).parents[2] / "bin" / "lib")

sys.path.append(FOLDER)
try:
    import bench  # noqa: F401 - and all in it

    import demo_settings  # noqa: F401
    import environment  # noqa: F401
finally:
    sys.path.remove(FOLDER)
