"""What a log says of duties kept and missed: counted by anything the log tells apart, and nothing left out unsaid."""
