"""What becomes of customers' messages while processes are killed, hang, or lose the database or the network."""
