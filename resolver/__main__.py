"""`python -m resolver` is the command `resolver`."""

from resolver.start import main

if __name__ == "__main__":
    main()
