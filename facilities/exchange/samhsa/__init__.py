"""SAMHSA's yearly workbooks: opening, reading, and telling facilities apart.

Everything here is pure. ``facilities.actions.samhsa`` writes.
"""
