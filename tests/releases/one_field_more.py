"""A plugin of pytest: whatever is tested with it is tested on a program that knows one field of people more."""

from tests.releases import newer_program

newer_program.know_a_trial_name()
