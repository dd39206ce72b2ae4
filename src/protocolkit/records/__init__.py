"""Records of another system: a table that was exported, what its columns mean, and the incidents it makes."""
