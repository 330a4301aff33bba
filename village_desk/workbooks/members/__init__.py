"""Lists of the members of special groups, from workbooks."""
