"""``python -m relall_trainer`` is the same as ``relall-trainer``."""

import sys

from relall_trainer.cli import main

if __name__ == "__main__":
    sys.exit(main())
