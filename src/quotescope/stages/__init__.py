"""The stages, from marks to quotations: plain functions from records to records."""
