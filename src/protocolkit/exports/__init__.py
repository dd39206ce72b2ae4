"""What leaves for other programs: calendars, spreadsheets, message queues, and the reports that CI servers read."""
