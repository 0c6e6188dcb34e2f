"""Who is told what, when and how: targets, rules of reminding and escalation, the outbox of messages."""
