"""Answers to a few questions become a first rule file with its test blocks, from which an author writes on."""
