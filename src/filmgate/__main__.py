"""``python -m filmgate`` is the command line."""

from filmgate.cli import main

if __name__ == "__main__":
    main()
