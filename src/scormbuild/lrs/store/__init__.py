"""What the LRS keeps: statements and what finds them, definitions, attachments, documents."""
