"""The commands of ``village-township``, a module for each group of them."""
