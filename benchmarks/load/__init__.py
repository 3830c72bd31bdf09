"""The web chat under load: many readers, a visitor who floods, and turns a second beside stock Rasa."""
