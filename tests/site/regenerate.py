"""`python -m tests.site.regenerate` writes expected/ anew from content/; read the difference before you keep it."""

import shutil
import sys

from tests.site.building import CONTENT, EXPECTED, build


def main() -> int:
    shutil.rmtree(EXPECTED, ignore_errors=True)
    done = build(CONTENT, EXPECTED)
    print(done.stdout, done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
