"""What became of suggested replies, in numbers and pictures: `/staff/suggestions`."""
