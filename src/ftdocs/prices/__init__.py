"""Dated snapshots of prices: taken from packages that keep them, checked, compared. Used by hand, not by a build."""
