"""Village Desk (村级养老保险协办台): the desk of a village coordinator of the resident pension."""

__version__ = "0.1.0"
