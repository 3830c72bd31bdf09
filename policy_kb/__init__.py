"""Chiaro's knowledge base: policy articles, their revisions, search over them and answers made of them."""
