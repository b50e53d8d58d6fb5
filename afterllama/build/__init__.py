"""From notebooks to reports: plan what is stale, execute, export, and say what changed."""
