"""Records to Findings: interval arithmetic, rules, checks by kind, culprits."""
