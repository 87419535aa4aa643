"""What contracted tokens stand for: *du* for *de* and *le*."""

from __future__ import annotations

from quotescope.parsing.checkpoint import Checkpoint


class Contractions:
    """Stanza's dictionary of contractions."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        checkpoint.require(dict_only=True)
        self._words: dict[str, str] = checkpoint.content["dict"]

    def __call__(self, token: str) -> list[str]:
        """The words of a token, the token itself where it is not known as a contraction."""
        words = self._words.get(token)
        if words is None and token.lower() in self._words:
            words = self._words[token.lower()]
            if token.isupper():
                words = words.upper()
            elif token.istitle():
                words = words[0].upper() + words[1:]
            else:
                words = None
        parts = (words or token).split(" ")
        return parts if len(parts) > 1 else [token]
