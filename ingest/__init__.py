"""The ground floor: what the public wrote, collected once and kept with every version."""
