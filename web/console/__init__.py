"""The representatives' console: queue, conversation, suggested replies."""
