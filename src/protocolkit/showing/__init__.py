"""Plans, explanations, agendas, due times and years as pages: for a terminal, a browser, a printer."""
