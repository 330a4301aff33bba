"""What facts, verdicts, figures and dates are called for the office: pages, sheets and exports say the same. Pure."""
