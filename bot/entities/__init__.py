"""What a message names: numbers, days, amounts, products, shops, groups and channels."""
