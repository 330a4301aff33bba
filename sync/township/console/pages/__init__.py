"""The pages: each answers a clerk's request from the results of ``reading``. No SQL; the templates have the words."""
