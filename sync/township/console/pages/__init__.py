"""The pages: each answers what a clerk asks, from what ``reading`` finds. No SQL; the templates have the words."""
