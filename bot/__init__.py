"""What runs inside Rasa: components that read a message, response generation and the REST channel."""
