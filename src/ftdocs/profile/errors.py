"""What stops a profile from being used."""


class ProfileError(ValueError):
    """Each problem is a line: the file, the line in it, the key, what is wrong and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)
