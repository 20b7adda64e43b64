"""The entry point of ``python -m app``: nothing but the call into cli."""

from app.cli import main

if __name__ == "__main__":
    main()
