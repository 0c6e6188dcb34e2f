"""The second floor: how an office answers. SOPs as data, cases as events, replies with four eyes and proof."""
