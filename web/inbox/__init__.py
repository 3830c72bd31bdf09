"""The durable inbox: what customers write is kept here first, then answered, then delivered."""
