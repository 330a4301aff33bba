"""The programs that are killed are processes of their own: they open desk files as the tests made them."""

from tests import cheap_keys as cheap_keys
