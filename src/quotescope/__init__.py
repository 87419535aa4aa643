"""Who said what in French news: quotations, their cues and their speakers."""

__version__ = "0.1.0"
