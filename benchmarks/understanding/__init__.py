"""Intents on public data, through Rasa: this project's configuration beside stock Rasa's."""
