"""The scripts that train quotescope's embedded French pipeline, one stage per module."""
