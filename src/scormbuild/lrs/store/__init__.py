"""What the receiver keeps: statements and what finds them, definitions, attachments, documents."""
