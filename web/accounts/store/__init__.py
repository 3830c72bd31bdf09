"""The only SQL over the tables of accounts; each function works in the transaction that it is given."""
