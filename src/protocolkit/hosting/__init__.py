"""What a host's program asks beside a plan: questions, reasons, one due time, forms, names and schemas."""
