"""`python -m policy_kb`."""

from policy_kb.cli.main import main

if __name__ == "__main__":
    main()
