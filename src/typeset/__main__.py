"""`python -m typeset`: the command line, also where a shell's builtin of the same name is in the way."""

from typeset.cli.main import main

if __name__ == "__main__":
    main()
